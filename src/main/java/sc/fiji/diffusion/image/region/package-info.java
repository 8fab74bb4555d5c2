// SPDX-License-Identifier: BSD-2-Clause
/**
 * What a selection is to a model and back: the pixels that it holds, the crop around them, what the
 * hole is filled with, how the result is matched to its surroundings and put in place.
 */
package sc.fiji.diffusion.image.region;
