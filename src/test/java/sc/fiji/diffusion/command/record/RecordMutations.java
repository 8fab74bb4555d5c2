// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.record;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Infos with records as people and other software may have left them, drawn from a seed. */
final class RecordMutations {

    private static final String[] VALUES = {
        "",
        " ",
        "-1",
        "0",
        "1",
        "2",
        "x",
        "NaN",
        "1e400",
        "-0.0",
        "2147483648",
        "1000000000",
        "99999999999999999999",
        "1-1000000000",
        "1-2147483647",
        "3-1",
        "0-2",
        "1,,2",
        "1-2-3",
        "-",
        "0.0 to",
        " to ",
        "0 to 1 to 2",
        "9 to 3",
        "NaN to NaN",
        "0 to Infinity",
        "; ",
        "eJw=",
        "AAAA",
        "\\",
        "\\u12",
        "\\uffff",
        "\uffff\ud800",
        "\u0000",
        "a; b",
        "[x",
        "x:y",
        "x: y",
        "model default",
        "active",
        "in place",
        "name:x",
        "name:0.5,",
        "../..",
        "\t",
        "(((((a:99)"
    };

    private static final String[] OWN_LINES = {
        "", "mine", "mine: x", "AI-generated: yes", "AI-generated: wholly", "AI-generated: ",
        "OME:Image: 3", " : x", "Task: Inpaint Selection", "Software: x", "\u2028", "\ufeffa: b"
    };

    private static final String[] LINE_ENDS = {"\n", "\r\n", "\r"};

    private final Random random;
    private final List<String> infos;

    /**
     * @param infos what is mutated
     */
    RecordMutations(long seed, List<String> infos) {
        random = new Random(seed);
        this.infos = infos;
    }

    /** One of the Infos after one to three edits. */
    String next() {
        List<String> lines = new ArrayList<>(Arrays.asList(pick(infos).split("\n", -1)));
        for (int edits = 1 + random.nextInt(3); edits > 0; edits--) edit(lines);
        String text = String.join(pick(Arrays.asList(LINE_ENDS)), lines);
        if (random.nextInt(8) > 0) return text;
        int cut = random.nextInt(text.length() + 1);
        return random.nextBoolean() ? text.substring(0, cut) : text.substring(cut);
    }

    private void edit(List<String> lines) {
        int at = random.nextInt(lines.size());
        switch (random.nextInt(9)) {
            case 0 -> lines.set(at, "");
            case 1 -> lines.add(at, lines.get(random.nextInt(lines.size())));
            case 2 -> lines.set(at, lines.set(random.nextInt(lines.size()), lines.get(at)));
            case 3 -> lines.add(at, pick(Arrays.asList(OWN_LINES)));
            case 4 -> lines.addAll(at, Arrays.asList(pick(infos).split("\n", -1)));
            case 5 -> lines.set(at, changed(lines.get(at)));
            default -> lines.set(at, valued(lines.get(at)));
        }
    }

    private String valued(String line) {
        return line.substring(0, line.indexOf(": ") + 1) + " " + pick(Arrays.asList(VALUES));
    }

    /** A line with another character, or cut there. */
    private String changed(String line) {
        if (line.isEmpty()) return "\r";
        int at = random.nextInt(line.length());
        String rest = line.substring(at + 1);
        return line.substring(0, at) + (random.nextBoolean() ? (char) random.nextInt() + rest : "");
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
