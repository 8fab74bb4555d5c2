// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TensorTest {

    /** Values 0, 1, 2, ... in the given shape. */
    private static Tensor counting(int... shape) {
        Tensor tensor = Tensor.zeros(shape);
        for (int i = 0; i < tensor.size(); i++) tensor.data()[i] = i;
        return tensor;
    }

    @Test
    void ofRefusesAnotherNumberOfValues() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tensor.of(new float[5], 2, 3))
                .withMessage("shape [2, 3] needs 6 values, got 5");
    }

    @Test
    void refusesNegativeAxes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tensor.zeros(-2, -3))
                .withMessageContaining("[-2, -3]");
    }

    @Test
    void refusesMoreValuesThanAnArrayHolds() {
        assertThatThrownBy(() -> Tensor.zeros(1 << 16, 1 << 16))
                .isInstanceOf(ArithmeticException.class);
    }

    @Test
    void wrapsTheArrayWithoutCopy() {
        float[] values = {1, 2};
        Tensor tensor = Tensor.of(values, 2);
        values[1] = 7;
        assertThat(tensor.data()).containsExactly(1, 7);
    }

    @Test
    void keepsItsOwnShape() {
        int[] shape = {2, 3};
        Tensor tensor = Tensor.zeros(shape);
        shape[0] = 9;
        tensor.shape()[1] = 9;
        assertThat(tensor.shape()).containsExactly(2, 3);
    }

    @Test
    void scalarHasOneValueAndNoAxis() {
        Tensor scalar = Tensor.full(3);
        assertThat(scalar.rank()).isZero();
        assertThat(scalar.data()).containsExactly(3);
    }

    @Test
    void dimCountsNegativeAxesFromTheEnd() {
        Tensor tensor = Tensor.zeros(2, 3, 5);
        assertThat(tensor.dim(0)).isEqualTo(2);
        assertThat(tensor.dim(-1)).isEqualTo(5);
        assertThat(tensor.dim(-3)).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"0, 3", "1, 3", "2, 3"})
    void concatPutsEachValueInItsPlaceAlongEveryAxis(int axis, int extra) {
        int[] shape = {2, 3, 4};
        Tensor first = counting(shape);
        shape[axis] += extra;
        Tensor second = counting(shape).plus(Tensor.full(100, shape));
        Tensor joined = Tensor.concat(List.of(first, second), axis);

        int[] length = joined.shape();
        for (int i = 0; i < length[0]; i++) {
            for (int j = 0; j < length[1]; j++) {
                for (int k = 0; k < length[2]; k++) {
                    int[] at = {i, j, k};
                    boolean inFirst = at[axis] < first.dim(axis);
                    Tensor source = inFirst ? first : second;
                    if (!inFirst) at[axis] -= first.dim(axis);
                    assertThat(value(joined, i, j, k))
                            .isEqualTo(value(source, at[0], at[1], at[2]));
                }
            }
        }
    }

    private static float value(Tensor t, int i, int j, int k) {
        return t.data()[(i * t.dim(1) + j) * t.dim(2) + k];
    }

    @Test
    void concatAlongTheFirstAxisIsTheDefault() {
        Tensor joined = Tensor.concat(List.of(counting(1, 2), counting(2, 2)));
        assertThat(joined.shape()).containsExactly(3, 2);
        assertThat(joined.data()).containsExactly(0, 1, 0, 1, 2, 3);
    }

    @Test
    void concatWithNoChannelsChangesNothing() {
        Tensor x = counting(2, 3, 2, 2);
        Tensor joined = Tensor.concat(List.of(x, Tensor.zeros(2, 0, 2, 2)), 1);
        assertThat(joined.shape()).isEqualTo(x.shape());
        assertThat(joined.data()).isEqualTo(x.data());
    }

    @Test
    void concatOfEmptyBatchesIsEmpty() {
        Tensor joined = Tensor.concat(List.of(Tensor.zeros(0, 2), Tensor.zeros(0, 3)), 1);
        assertThat(joined.shape()).containsExactly(0, 5);
    }

    @Test
    void concatNamesTheTensorThatDoesNotFit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tensor.concat(List.of(Tensor.zeros(2, 3), Tensor.zeros(2, 4))))
                .withMessage("cannot join Tensor[2, 4] to Tensor[2, 3] along axis 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tensor.concat(List.of(Tensor.zeros(2, 3), Tensor.zeros(2)), 1))
                .withMessage("cannot join Tensor[2] to Tensor[2, 3] along axis 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tensor.concat(List.of()))
                .withMessage("no tensor to join");
    }

    @Test
    void sliceTakesEntriesOfTheFirstAxis() {
        Tensor part = counting(4, 3).slice(1, 3);
        assertThat(part.shape()).containsExactly(2, 3);
        assertThat(part.data()).containsExactly(3, 4, 5, 6, 7, 8);
        assertThat(counting(4, 3).slice(2, 2).shape()).containsExactly(0, 3);
        assertThat(counting(4, 3).batch(3).data()).containsExactly(9, 10, 11);
    }

    @ParameterizedTest
    @CsvSource({"-1, 1", "0, 3", "2, 1"})
    void sliceAndChannelsRefuseWhatIsNotThere(int from, int to) {
        assertThatThrownBy(() -> counting(2, 5).slice(from, to))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> counting(5, 2, 1, 1).channels(from, to))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void channelsTakesTheSameChannelsOfEveryImage() {
        Tensor part = counting(2, 3, 1, 2).channels(1, 3);
        assertThat(part.shape()).containsExactly(2, 2, 1, 2);
        assertThat(part.data()).containsExactly(2, 3, 4, 5, 8, 9, 10, 11);
    }

    @Test
    void repeatFollowsItselfAlongTheFirstAxis() {
        Tensor twice = counting(1, 2).repeat(2);
        assertThat(twice.shape()).containsExactly(2, 2);
        assertThat(twice.data()).containsExactly(0, 1, 0, 1);
    }

    @Test
    void reshapeKeepsTheValuesAndTheirNumber() {
        assertThat(counting(2, 3).reshape(3, 2).data()).containsExactly(0, 1, 2, 3, 4, 5);
        assertThatIllegalArgumentException().isThrownBy(() -> counting(2, 3).reshape(4, 2));
    }

    @Test
    void arithmeticIsRoundedOnce() {
        Tensor big = Tensor.full(1e8f, 1);
        Tensor small = Tensor.full(3, 1);
        // In float32 the sum would first lose the 3.
        assertThat(big.combine(1, small, 1).combine(1, big, -1).data()).containsExactly(0);
        assertThat(big.zip(small, (a, b) -> a + b - a).data()).containsExactly(3);
        assertThat(small.plus(small).data()).containsExactly(6);
        assertThat(small.minus(big).data()).containsExactly(3 - 1e8f);
        assertThat(small.times(0.5).data()).containsExactly(1.5f);
    }

    @Test
    void operationsLeaveTheirOperandsAlone() {
        Tensor x = counting(2, 2);
        x.plus(x).times(3).map(v -> -v);
        assertThat(x.data()).containsExactly(0, 1, 2, 3);
    }

    @Test
    void zipRefusesOtherShapesOfTheSameSize() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> counting(2, 3).plus(counting(3, 2)))
                .withMessage("shapes differ: [2, 3] and [3, 2]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> counting(2, 3).maxAbsDifference(counting(6)))
                .withMessage("shapes differ: [2, 3] and [6]");
    }

    @Test
    void maxAbsDifferenceIsTheLargestAndKeepsNaN() {
        Tensor a = Tensor.of(new float[] {1, 2, 3}, 3);
        assertThat(a.maxAbsDifference(Tensor.of(new float[] {1, -2, 2}, 3))).isEqualTo(4);
        Tensor nan = Tensor.of(new float[] {1, Float.NaN, 2}, 3);
        assertThat(a.maxAbsDifference(nan)).isNaN();
    }
}
