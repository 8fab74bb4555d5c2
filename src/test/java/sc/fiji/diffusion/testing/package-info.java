// SPDX-License-Identifier: BSD-2-Clause
/** What the tests of all packages share; no tests. */
package sc.fiji.diffusion.testing;
