// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.evaluate;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import sc.fiji.diffusion.phantom.Phantom;
import sc.fiji.diffusion.phantom.PhantomSet;
import sc.fiji.diffusion.phantom.PhantomSpec;
import sc.fiji.diffusion.phantom.Phantoms;
import sc.fiji.diffusion.phantom.Structure;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * Phantoms of one structure each, with their full captions.
 *
 * @param set which phantoms
 */
record RealPhantoms(PhantomSet set) implements RealImages {

    @Override
    public String name() {
        return "phantoms";
    }

    @Override
    public int size() {
        return Integer.MAX_VALUE;
    }

    @Override
    public Tensor image(int index, int width, int height) {
        return Tensor.of(set.drawAlone(index, width, height).pixels(), 1, 1, height, width);
    }

    @Override
    public Optional<Tensor> clean(int index, int width, int height) {
        Phantom phantom = set.drawAlone(index, width, height);
        return Optional.of(Tensor.of(phantom.clean(), 1, 1, height, width));
    }

    @Override
    public String caption(int index) {
        return set.spec(index).alone().caption();
    }

    /** Nuclei and filaments that are alike in all else. */
    @Override
    public List<Tensor> unlike(int index, int width, int height) {
        PhantomSpec spec = set.spec(index).alone();
        return Stream.of(Structure.NUCLEI, Structure.FILAMENTS)
                .map(structure -> Phantoms.draw(spec.with(structure), width, height, index))
                .map(phantom -> Tensor.of(phantom.pixels(), 1, 1, height, width))
                .toList();
    }

    @Override
    public Optional<PhantomSpec> spec(int index) {
        return Optional.of(set.spec(index).alone());
    }
}
