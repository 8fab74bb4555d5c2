// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import sc.fiji.diffusion.model.DiffusionModel;
import sc.fiji.diffusion.text.Prompt;

/** What a model makes of prompts otherwise than they are written. */
final class PromptNotes {

    private final DiffusionModel model;
    private final Prompt prompt;
    private final Prompt negative;

    PromptNotes(DiffusionModel model, Request request) {
        this.model = model;
        this.prompt = Prompt.parse(request.prompt());
        this.negative = Prompt.parse(request.negative());
    }

    /** Says each thing as one sentence for the user. */
    void forEach(Consumer<String> listener) {
        List<Prompt.Part> strong = new ArrayList<>(prompt.beyond());
        strong.addAll(negative.beyond());
        for (Prompt.Part part : strong) listener.accept(tooStrong(part));
        for (String word : model.textEncoders().wordsNotIn(List.of(prompt, negative))) {
            listener.accept(
                    "the embedding \"" + word + "\" has no effect: its word stands in no prompt");
        }
        String unseen = model.textEncoders().unseenAsWhole(prompt);
        if (!unseen.isEmpty()) listener.accept(tooLong(unseen));
    }

    private static String tooStrong(Prompt.Part part) {
        return String.format(
                Locale.ROOT,
                "the weight of \"%s\" in the prompt is %.4g and counts as %.0f; write \\( and \\) for"
                        + " brackets that are text",
                part.text().strip(),
                part.weight(),
                Math.copySign(Prompt.MAX_WEIGHT, part.weight()));
    }

    private String tooLong(String unseen) {
        return "the prompt is longer than model "
                + model.name()
                + " takes as a whole; of its end it sees the single words only: "
                + unseen;
    }
}
