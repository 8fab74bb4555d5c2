// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.batch;

import java.nio.channels.FileChannel;

/** Does not wait for the disk: processes that end lose nothing by it, and tests are faster. */
class UnforcedDisk extends Disk {

    @Override
    void force(FileChannel channel) {}
}
