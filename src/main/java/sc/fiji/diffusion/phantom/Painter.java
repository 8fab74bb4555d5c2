// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.phantom;

/** Draws the objects of one structure, without blur, background or noise. */
interface Painter {

    /** Adds signal (about 1 where an object is bright) and labels to an empty scene. */
    void paint(Scene scene);
}
