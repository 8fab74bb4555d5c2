// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryNotificationInfo;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import javax.management.NotificationEmitter;

/** Hears when Java's heap stays nearly full after a garbage collection. */
final class MemoryWatch {

    private static final double NEARLY_FULL = 0.9;

    private MemoryWatch() {}

    /**
     * Starts to listen, for the rest of the process.
     *
     * @param whenShort called on a thread of the virtual machine, which must not wait
     */
    static void start(Runnable whenShort) {
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            long max = pool.getUsage().getMax();
            boolean heap = pool.getType() == MemoryType.HEAP && max > 0;
            if (heap && pool.isCollectionUsageThresholdSupported()) {
                pool.setCollectionUsageThreshold((long) (NEARLY_FULL * max));
            }
        }
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        ((NotificationEmitter) memory)
                .addNotificationListener(
                        (notification, unused) -> whenShort.run(),
                        notification ->
                                MemoryNotificationInfo.MEMORY_COLLECTION_THRESHOLD_EXCEEDED.equals(
                                        notification.getType()),
                        null);
    }
}
