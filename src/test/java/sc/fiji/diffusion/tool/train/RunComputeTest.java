// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.diffusion.engine.Precision;
import sc.fiji.diffusion.engine.Wish;
import sc.fiji.diffusion.testing.Machines;
import sc.fiji.diffusion.train.run.RunFolder;

/** Trainings on every kind of processor, and those that begin on one and go on on another. */
class RunComputeTest {

    @TempDir Path temp;

    @ParameterizedTest
    @EnumSource(Machines.class)
    void imagesAreEncodedInFloat32OnEveryMachine(Machines machine) {
        for (String wish : List.of(Wish.AUTOMATIC, "float16", "bfloat16", "float32")) {
            RunCompute compute = RunCompute.of(new Wish("automatic", wish), machine.machine());
            assertThat(compute.encoding().precision()).isEqualTo(Precision.FLOAT32);
            assertThat(compute.encoding().onGpu()).isEqualTo(machine == Machines.GPU);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bfloat16 | PLAIN | The run goes on in bfloat16, in which it began; here a new one"
                        + " would take float32, which can be far faster.",
                "float32 | BFLOAT16 | The run goes on in float32, in which it began; here a new one"
                        + " would take bfloat16.",
                "float32 | PLAIN | ''",
                "bfloat16 | AMX | ''"
            })
    void runGoesOnInTheFormatInWhichItBegan(String begun, Machines machine, String note)
            throws IOException {
        RunFolder.open(temp, Map.of(RunFolder.PRECISION, begun));
        RunCompute compute = RunCompute.of(temp, Wish.ANYTHING, machine.machine());
        assertThat(compute.training().label()).isEqualTo(begun);
        assertThat(compute.note()).isEqualTo(note);
    }

    private TrainTool.Trained train(String output, long steps, Machines machine, List<String> said)
            throws IOException {
        NetworkSettings network = TinyTraining.network(Kind.PIXELS, temp);
        StepSettings settings = new StepSettings(steps, 0, 2, 1e-3, 1);
        TrainingDisplay display =
                new TrainingDisplay() {
                    @Override
                    public void announce(String text) {
                        said.add(text);
                    }
                };
        String folder = temp.resolve(output).toString();
        return new TrainTool(DataSettings.DEFAULT, network, settings, folder)
                .run(TrainToolTest.greyStack(), display, machine.machine());
    }

    /** What began on one machine ends on another with the bits that one alone gives. */
    @ParameterizedTest
    @ValueSource(strings = {"PLAIN BFLOAT16", "BFLOAT16 PLAIN"})
    void trainingEndsOnAnotherMachineAsItWouldHaveOnTheFirst(String machines) throws IOException {
        Machines first = Machines.valueOf(machines.split(" ")[0]);
        Machines second = Machines.valueOf(machines.split(" ")[1]);
        List<String> said = new ArrayList<>();
        train("whole", 4, first, said);
        train("parts", 2, first, said);
        assertThat(said).allMatch(text -> text.matches(".* s a step in b?float\\d+: .*hours\\."));
        assertThat(train("parts", 4, second, said).steps()).isEqualTo(4);
        assertThat(said.get(2)).contains("The run goes on in ").contains(", in which it began;");
        Path weights = Path.of("unet", "diffusion_pytorch_model.safetensors");
        assertThat(temp.resolve("parts").resolve(weights))
                .hasSameBinaryContentAs(temp.resolve("whole").resolve(weights));
    }

    @Test
    void machinesTrainInTheirOwnFormats() throws IOException {
        for (Machines machine : List.of(Machines.PLAIN, Machines.BFLOAT16))
            train(machine.name(), 1, machine, new ArrayList<>());
        assertThat(temp.resolve("PLAIN/training/settings.json"))
                .content()
                .contains("\"precision\": \"float32\"");
        assertThat(temp.resolve("BFLOAT16/training/settings.json"))
                .content()
                .contains("\"precision\": \"bfloat16\"");
    }
}
