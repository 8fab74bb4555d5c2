// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import sc.fiji.diffusion.files.WholeFile;
import sc.fiji.diffusion.train.run.RunHistory;

/** The README.md of a trained model: what it is, how it was made, how well, and how to use it. */
final class ModelCard {

    private static final int LAST_STEPS = 100;

    private ModelCard() {}

    static void write(
            Path folder,
            String summary,
            String usage,
            Map<String, String> settings,
            RunHistory history,
            List<String> heldOutNames)
            throws IOException {
        StringBuilder card = new StringBuilder();
        card.append("# ").append(folder.getFileName()).append("\n\n");
        card.append(summary).append("\n\n");
        card.append("Trained with Diffusion for Fiji on the user's own images. What it makes is");
        card.append(" plausible, not measured.\n\n```\n").append(usage).append("\n```\n\n");
        card.append("## Settings\n\n| key | value |\n|---|---|\n");
        settings.forEach((key, value) -> row(card, key, value));
        card.append("\n## Figures\n\n| figure | value |\n|---|---|\n");
        List<RunHistory.Loss> losses = history.losses();
        row(card, "steps", Integer.toString(losses.size()));
        if (!losses.isEmpty()) {
            double seconds = losses.get(losses.size() - 1).seconds();
            row(card, "minutes", String.format(Locale.ROOT, "%.1f", seconds / 60));
            row(card, "training loss, mean of the last steps", format(recent(losses)));
        }
        if (!history.heldOut().isEmpty()) {
            List<Double> last = history.heldOut().get(history.heldOut().size() - 1).losses();
            for (int i = 0; i < last.size(); i++)
                row(card, "held-out loss, " + heldOutNames.get(i), format(last.get(i)));
        }
        WholeFile.write(folder.resolve("README.md"), card.toString());
    }

    private static void row(StringBuilder card, String key, String value) {
        card.append("| ").append(key).append(" | ").append(value.replace("|", "\\|"));
        card.append(" |\n");
    }

    private static double recent(List<RunHistory.Loss> losses) {
        return losses.subList(Math.max(0, losses.size() - LAST_STEPS), losses.size()).stream()
                .mapToDouble(RunHistory.Loss::loss)
                .average()
                .orElseThrow();
    }

    private static String format(double value) {
        return String.format(Locale.ROOT, "%.5f", value);
    }
}
