// SPDX-License-Identifier: BSD-2-Clause
/**
 * The commands of the menu {@code Plugins > Diffusion}: their parameters, and one call into {@code
 * tool} each. These classes are the only description of the parameters; SciJava reads it in Fiji,
 * and {@code ij1} in plain ImageJ.
 *
 * <p>The name of a field is its macro key. Its label begins with that word, because ImageJ takes a
 * key from there. Nothing is remembered from run to run, so that a macro does the same everywhere.
 */
package sc.fiji.diffusion.command;
