// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train.shipped;

import java.util.Random;
import sc.fiji.diffusion.evaluate.NamedAttribute;
import sc.fiji.diffusion.nn.ClassifierConfig;
import sc.fiji.diffusion.nn.NetworkSource;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.train.StepRandom;

/**
 * Training of the classifier that names the attributes of phantoms.
 *
 * @param pool phantoms of one structure each
 * @param count images in a batch
 */
record ClassifierTraining(PhantomPool pool, int count) {

    ClassifierConfig config() {
        return NamedAttribute.classifier();
    }

    NetworkSource objective() {
        return config().objective();
    }

    /** Images {@code [N, 1, S, S]} in [0, 1], turned and mirrored, and labels {@code [N, A]}. */
    Tensor[] batch(long step) {
        Random random = StepRandom.of(pool.seed(), step);
        NamedAttribute[] attributes = NamedAttribute.values();
        Tensor images = Tensor.zeros(count, 1, pool.size(), pool.size());
        Tensor labels = Tensor.zeros(count, attributes.length);
        for (int i = 0; i < count; i++) {
            int index = random.nextInt(pool.count());
            pool.copy(index, random.nextInt(8), images, i);
            for (int a = 0; a < attributes.length; a++) {
                labels.data()[i * attributes.length + a] = attributes[a].of(pool.spec(index));
            }
        }
        return new Tensor[] {images, labels};
    }
}
