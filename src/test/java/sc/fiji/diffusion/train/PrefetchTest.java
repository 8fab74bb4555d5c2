// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import sc.fiji.diffusion.tensor.Tensor;

class PrefetchTest {

    private static Tensor[] batch(long step) {
        return new Tensor[] {Tensor.full(step, 1)};
    }

    @Test
    void theBatchesAreThoseOfTheSourceAndEachIsMadeOnce() {
        Set<Long> made = ConcurrentHashMap.newKeySet();
        try (Prefetch batches =
                new Prefetch(
                        step -> {
                            assertThat(made.add(step)).as("step %d", step).isTrue();
                            return batch(step);
                        },
                        3)) {
            for (long step = 7; step < 60; step++)
                assertThat(batches.apply(step)[0].data()).containsExactly(step);
        }
        assertThat(made).contains(7L, 59L).doesNotContain(6L, 63L);
    }

    @Test
    void aFailureNamesTheBatch() {
        try (Prefetch batches =
                new Prefetch(
                        step -> {
                            if (step == 2) throw new IllegalArgumentException("no such image");
                            return batch(step);
                        },
                        2)) {
            batches.apply(0);
            batches.apply(1);
            assertThatIllegalStateException()
                    .isThrownBy(() -> batches.apply(2))
                    .withMessageContaining("batch 2")
                    .withMessageContaining("no such image");
        }
    }
}
