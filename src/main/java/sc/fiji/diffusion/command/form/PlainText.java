// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.form;

/** Texts that others wrote, such as titles of images, for components that read some as HTML. */
public final class PlainText {

    private PlainText() {}

    /** A text that Swing shows as it stands: what begins with a space is no HTML to it. */
    public static String of(String text) {
        return text.startsWith("<") ? " " + text : text;
    }
}
