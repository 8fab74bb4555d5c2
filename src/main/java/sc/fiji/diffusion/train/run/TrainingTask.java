// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train.run;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import sc.fiji.diffusion.nn.NetworkSource;
import sc.fiji.diffusion.nn.Weights;
import sc.fiji.diffusion.tensor.Tensor;

/** What is trained, and on what. Everything in it is a function of its settings. */
public interface TrainingTask {

    /** A network whose results are the loss, and the unweighted losses that are reported. */
    NetworkSource objective();

    /** The number of values that are trained. */
    long parameters();

    /** The weights that training starts from. */
    Map<String, Tensor> initial();

    /** Weights that the objective needs and that stay; the caller closes them. */
    default List<Weights> frozen() throws IOException {
        return List.of();
    }

    /** Inputs of the objective for the batch of a number, counted from 0. */
    Tensor[] batch(long number);

    /** What the figures of {@link #heldOut} are called, such as the range of the noise. */
    List<String> heldOutNames();

    /** Inputs of the objective from images that are not trained on, always the same. */
    Tensor[] heldOut(int index);

    /** Writes the model, such that it can be used at once. */
    void write(Map<String, Tensor> average) throws IOException;
}
