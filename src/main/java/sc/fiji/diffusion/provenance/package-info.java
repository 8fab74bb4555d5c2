// SPDX-License-Identifier: BSD-2-Clause
/**
 * What was done to an image, as text that travels with it, and back. Knows neither images nor
 * models, only names and values.
 */
package sc.fiji.diffusion.provenance;
