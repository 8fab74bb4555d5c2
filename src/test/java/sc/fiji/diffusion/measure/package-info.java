// SPDX-License-Identifier: BSD-2-Clause
/** Measurements that are run by hand, since they need gigabytes and minutes; no tests. */
package sc.fiji.diffusion.measure;
