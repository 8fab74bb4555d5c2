// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.panel;

import ij.ImageListener;
import ij.ImagePlus;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.swing.SwingUtilities;

/** Which images ImageJ has drawn anew, because of other pixels or for other reasons. */
final class ImageChanges implements ImageListener {

    private final Set<ImagePlus> changed =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));
    private final AtomicBoolean told = new AtomicBoolean();
    private final Runnable listener;

    /**
     * @param listener called on the event thread soon after changes
     */
    ImageChanges(Runnable listener) {
        this.listener = listener;
    }

    /** The images that were drawn since this was asked before. */
    Set<ImagePlus> take() {
        synchronized (changed) {
            Set<ImagePlus> taken = Set.copyOf(changed);
            changed.clear();
            return taken;
        }
    }

    @Override
    public void imageUpdated(ImagePlus image) {
        changed.add(image);
        tell();
    }

    @Override
    public void imageOpened(ImagePlus image) {
        tell();
    }

    @Override
    public void imageClosed(ImagePlus image) {
        tell();
    }

    private void tell() {
        if (told.getAndSet(true)) return;
        SwingUtilities.invokeLater(
                () -> {
                    told.set(false);
                    listener.run();
                });
    }
}
