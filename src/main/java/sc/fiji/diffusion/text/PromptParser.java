// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.text;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sc.fiji.diffusion.text.Prompt.Part;

/** Reads the notation of {@link Prompt}. For one text. */
final class PromptParser {

    private static final double ROUND = 1.1;
    private static final double SQUARE = 1 / 1.1;

    /** Beyond this the product of weights does not grow. */
    private static final double LARGEST = 1e100;

    private static final Pattern MARK =
            Pattern.compile(
                    "\\\\(?<escaped>[\\\\()\\[\\]])"
                            + "|:\\s*(?<weight>[+-]?(\\d+\\.?\\d*|\\.\\d+))\\s*\\)"
                            + "|(?<open>[(\\[])"
                            + "|(?<close>[)\\]])"
                            + "|(?<break>\\bBREAK\\b)");

    /** A piece so far; its weight grows with each bracket that closes around it. */
    private static final class Piece {
        final String text;
        final boolean isBreak;
        double weight = 1;

        Piece(String text, boolean isBreak) {
            this.text = text;
            this.isBreak = isBreak;
        }
    }

    /** An open bracket, and the place of the piece that stands for it until it is closed. */
    private record Open(char bracket, int index) {}

    private final List<Piece> pieces = new ArrayList<>();
    private final Deque<Open> open = new ArrayDeque<>();

    Prompt parse(String text) {
        Matcher mark = MARK.matcher(text);
        int done = 0;
        while (mark.find()) {
            add(text.substring(done, mark.start()));
            read(mark);
            done = mark.end();
        }
        add(text.substring(done));
        return new Prompt(sections());
    }

    private void read(Matcher mark) {
        if (mark.group("escaped") != null) {
            add(mark.group("escaped"));
        } else if (mark.group("open") != null) {
            open.push(new Open(mark.group().charAt(0), pieces.size()));
            add(mark.group());
        } else if (mark.group("break") != null) {
            pieces.add(new Piece("", true));
        } else if (mark.group("weight") != null) {
            close('(', within(Double.parseDouble(mark.group("weight"))), mark.group());
        } else {
            boolean round = mark.group().equals(")");
            close(round ? '(' : '[', round ? ROUND : SQUARE, mark.group());
        }
    }

    private void add(String text) {
        if (!text.isEmpty()) pieces.add(new Piece(text, false));
    }

    /** Closes the innermost bracket, if it is of this kind; otherwise the mark is text. */
    private void close(char bracket, double weight, String mark) {
        if (open.isEmpty() || open.peek().bracket() != bracket) {
            add(mark);
            return;
        }
        int from = open.pop().index();
        pieces.set(from, new Piece("", false));
        for (Piece piece : pieces.subList(from, pieces.size())) {
            piece.weight = within(piece.weight * weight);
        }
    }

    /** Infinity times 0 is no weight. */
    private static double within(double weight) {
        return Math.max(-LARGEST, Math.min(LARGEST, weight));
    }

    /** Pieces of one weight are joined. Sections without text count only if there are no others. */
    private List<List<Part>> sections() {
        List<List<Part>> sections = new ArrayList<>(List.of(new ArrayList<>()));
        for (Piece piece : pieces) {
            if (piece.isBreak) sections.add(new ArrayList<>());
            else if (!piece.text.isEmpty()) append(sections.get(sections.size() - 1), piece);
        }
        sections.removeIf(parts -> parts.stream().allMatch(part -> part.text().isBlank()));
        return sections.isEmpty() ? List.of(List.of(new Part("", 1))) : sections;
    }

    private static void append(List<Part> parts, Piece piece) {
        int last = parts.size() - 1;
        // Spaces have no tokens, so their weight does not matter.
        boolean joins =
                last >= 0 && (parts.get(last).weight() == piece.weight || piece.text.isBlank());
        if (!joins) {
            parts.add(new Part(piece.text, piece.weight));
            return;
        }
        Part before = parts.get(last);
        parts.set(last, new Part(before.text() + piece.text, before.weight()));
    }
}
