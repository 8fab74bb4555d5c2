// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.inpaint;

import sc.fiji.diffusion.image.region.Patch;

/**
 * What a model made for a part of one plane.
 *
 * @param position slice and frame of the plane, counted together from 0
 * @param slice index of the plane in the stack, from 1
 * @param version image of the count, from 0
 * @param patch the pixels
 */
record Painted(int position, int slice, int version, Patch patch) {}
