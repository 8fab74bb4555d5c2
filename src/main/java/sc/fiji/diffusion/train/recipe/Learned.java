// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train.recipe;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import sc.fiji.diffusion.nn.Weights;
import sc.fiji.diffusion.tensor.Tensor;

/** Which weights of a model are learned, and how they are kept. */
interface Learned {

    /** Those that are learned, as training starts from them. */
    Map<String, Tensor> initial();

    /** The others; the caller closes them. */
    List<Weights> frozen() throws IOException;

    /** Writes those that have been learned. */
    void write(Map<String, Tensor> average) throws IOException;
}
