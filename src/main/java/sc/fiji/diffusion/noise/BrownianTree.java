// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.noise;

import java.math.BigDecimal;
import java.math.RoundingMode;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * The virtual Brownian tree: Li et al., "Scalable Gradients for Stochastic Differential Equations"
 * (2020), algorithm 3. The interval is halved again and again; each half's increment is a Brownian
 * bridge of its parent's, with noise whose seed is a hash of the node's place in the tree. So
 * nothing is kept, and no question changes another's answer.
 *
 * <p>Equal to {@code torchsde.BrownianTree} with its defaults, the seed being the entropy: times
 * are rounded to 1e-6, nodes are seeded by {@link SeedSequence}, values come from {@link
 * TorchNoise}.
 */
final class BrownianTree implements Brownian {

    private static final int DECIMALS = 6;

    private final long seed;
    private final int[] shape;
    private final Node root;

    BrownianTree(long seed, double from, double to, int... shape) {
        if (!(from < to)) {
            throw new IllegalArgumentException(
                    "a Brownian motion must end after it begins, was from " + from + " to " + to);
        }
        this.seed = seed;
        this.shape = shape.clone();
        Tensor whole = gaussian(new SeedSequence(seed)).times(Math.sqrt(to - from));
        this.root = new Node(round(from), round(to), whole, 0, 0);
    }

    @Override
    public Tensor increment(double from, double to) {
        double start = Math.max(root.from, round(from));
        double end = Math.min(root.to, round(to));
        return start < end ? increment(root, start, end) : Tensor.zeros(shape);
    }

    private Tensor increment(Node node, double from, double to) {
        if (from == node.from && to == node.to) return node.increment;
        double middle = round(0.5 * (node.from + node.to));
        Tensor left = bridge(node, middle);
        if (to <= middle) return increment(node.left(middle, left), from, to);
        if (from >= middle) return increment(node.right(middle, left), from, to);
        Tensor before = increment(node.left(middle, left), from, middle);
        return before.plus(increment(node.right(middle, left), middle, to));
    }

    /** The increment up to the middle, given that of the whole. */
    private Tensor bridge(Node node, double middle) {
        double share = (middle - node.from) / (node.to - node.from);
        double deviation = Math.sqrt(share * (node.to - middle));
        Tensor noise = gaussian(new SeedSequence(seed, node.place, node.depth));
        return node.increment.combine(share, noise, deviation);
    }

    private Tensor gaussian(SeedSequence seeds) {
        return new TorchNoise(seeds.seeds(1)[0]).gaussian(shape);
    }

    private static double round(double time) {
        return new BigDecimal(time).setScale(DECIMALS, RoundingMode.HALF_EVEN).doubleValue();
    }

    /**
     * A part of the interval.
     *
     * @param place counted from the left among all of its depth
     */
    private record Node(double from, double to, Tensor increment, long place, int depth) {

        Node left(double middle, Tensor left) {
            return new Node(from, middle, left, 2 * place, depth + 1);
        }

        Node right(double middle, Tensor left) {
            return new Node(middle, to, increment.minus(left), 2 * place + 1, depth + 1);
        }
    }
}
