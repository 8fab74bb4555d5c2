// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.text;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A prompt as text with weights, in sections that are encoded apart from each other.
 *
 * <p>{@code (text)} weighs 1.1 times as much as the text around it, {@code [text]} 1/1.1 times,
 * {@code (text:1.4)} 1.4 times; brackets may be nested, and their weights are multiplied. {@code
 * \(}, {@code \)}, {@code \[}, {@code \]} and {@code \\} stand for the characters themselves, and a
 * bracket without its partner does too. Weights beyond {@value #MAX_WEIGHT} count as that. {@code
 * BREAK}, in capitals, begins a new section. This is the notation of Stable Diffusion web UI
 * (AUTOMATIC1111), which people know from prompts.
 *
 * @param sections at least one, each of at least one part
 */
public record Prompt(List<List<Part>> sections) {

    /** The largest weight, in both directions. */
    public static final double MAX_WEIGHT = 10;

    /**
     * A piece of text.
     *
     * @param text anything, spaces at the ends included
     * @param weight as written, 1 for ordinary text
     */
    public record Part(String text, double weight) {

        /** The weight that counts, {@value Prompt#MAX_WEIGHT} at most in both directions. */
        double applied() {
            return Math.max(-MAX_WEIGHT, Math.min(MAX_WEIGHT, weight));
        }
    }

    /** Copies the lists. */
    public Prompt {
        sections = sections.stream().map(List::copyOf).toList();
    }

    /** The empty prompt. */
    public static Prompt empty() {
        return parse("");
    }

    /** Reads a prompt; any text is one. */
    public static Prompt parse(String text) {
        return new PromptParser().parse(text);
    }

    /** Puts a backslash before every character that has a meaning here. */
    public static String escape(String text) {
        return text.replaceAll("[\\\\()\\[\\]]", "\\\\$0");
    }

    /** The text without marks and weights. */
    public String text() {
        return sections.stream()
                .flatMap(List::stream)
                .map(Part::text)
                .collect(Collectors.joining());
    }

    /** The parts whose weights are larger than any that counts. */
    public List<Part> beyond() {
        return sections.stream()
                .flatMap(List::stream)
                .filter(part -> part.weight() != part.applied() && !part.text().isBlank())
                .toList();
    }

    /** Whether all of it has weight 1. */
    public boolean plain() {
        return sections.stream().flatMap(List::stream).allMatch(part -> part.weight() == 1);
    }
}
