// SPDX-License-Identifier: BSD-2-Clause
/** Commands of the submenu Explain: parameters, and one call into {@code tool.explain} each. */
package sc.fiji.diffusion.command.explain;
