// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.evaluate;

import java.util.ArrayList;
import java.util.List;
import sc.fiji.diffusion.evaluate.FeatureSpace;
import sc.fiji.diffusion.evaluate.FrechetDistance;
import sc.fiji.diffusion.evaluate.KernelDistance;
import sc.fiji.diffusion.tensor.Tensor;

/** The features of sets of images in one space, and the distances between them. */
final class Comparison {

    private final FeatureSpace space;
    private final List<double[]> generated = new ArrayList<>();
    private final List<double[]> real = new ArrayList<>();
    private final List<double[]> otherReal = new ArrayList<>();
    private final List<double[]> oneKind = new ArrayList<>();
    private final List<double[]> otherKind = new ArrayList<>();

    Comparison(FeatureSpace space) {
        this.space = space;
    }

    void addGenerated(Tensor image) {
        generated.add(space.of(image));
    }

    /** The images to compare with. */
    void addReal(Tensor image) {
        real.add(space.of(image));
    }

    /** Further images of the same kind, whose distance to the others is the floor. */
    void addOtherReal(Tensor image) {
        otherReal.add(space.of(image));
    }

    /** Two images of different kinds; the distance between the kinds is the ceiling. */
    void addUnlike(Tensor one, Tensor other) {
        oneKind.add(space.of(one));
        otherKind.add(space.of(other));
    }

    FeatureSpace space() {
        return space;
    }

    List<double[]> generated() {
        return generated;
    }

    List<double[]> otherReal() {
        return otherReal;
    }

    List<Figure> figures() {
        KernelDistance kernel = KernelDistance.between(generated, real);
        return List.of(
                new Figure(
                        "Frechet distance",
                        space.name(),
                        FrechetDistance.between(generated, real),
                        Double.NaN,
                        FrechetDistance.between(otherReal, real),
                        FrechetDistance.between(oneKind, otherKind),
                        generated.size()),
                new Figure(
                        "kernel distance",
                        space.name(),
                        kernel.value(),
                        kernel.standardError(),
                        KernelDistance.between(otherReal, real).value(),
                        KernelDistance.between(oneKind, otherKind).value(),
                        generated.size()));
    }
}
