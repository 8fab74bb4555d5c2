// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lists of names or paths with commas between them, such as {@code sharper, "a, b", c}. A name that
 * holds a comma stands in double quotes, where a quote is doubled; or as it is, if there is
 * something of that name and nothing of its beginning.
 */
public final class NameList {

    /** What stands between two commas, where commas in quotes do not count. */
    private static final Pattern PIECE = Pattern.compile("\\s*\"(?:[^\"]++|\"\")*+\"[^,]*|[^,]*");

    private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"]++|\"\")*+)\"([^\"]*)");

    /** The longest path of any system. */
    private static final int LONGEST = 4096;

    private NameList() {}

    /**
     * Reads a list.
     *
     * @param exists whether there is something of an item that is not in quotes
     * @return the items, those in quotes with their quotes
     */
    public static List<String> split(String list, Predicate<String> exists) {
        List<String> items = new ArrayList<>();
        int begin = 0;
        while (begin < list.length()) {
            int end = end(list, begin);
            int joined =
                    isQuoted(list.substring(begin, end)) ? end : join(list, begin, end, exists);
            items.add(list.substring(begin, joined).strip());
            begin = joined + 1;
        }
        return items;
    }

    /** Where the shortest item ends that there is something of; else where the first piece does. */
    private static int join(String list, int begin, int firstEnd, Predicate<String> exists) {
        int end = firstEnd;
        while (!exists.test(list.substring(begin, end).strip())) {
            if (end == list.length() || end - begin > LONGEST) return firstEnd;
            end = list.indexOf(',', end + 1);
            if (end < 0) end = list.length();
        }
        return end;
    }

    private static int end(String list, int begin) {
        Matcher piece = PIECE.matcher(list).region(begin, list.length());
        return piece.lookingAt() ? piece.end() : list.length();
    }

    private static boolean isQuoted(String item) {
        return QUOTED.matcher(item.strip()).matches();
    }

    /** An item in quotes, and what follows them; empty if it has none. */
    static Optional<Quoted> quotes(String item) {
        Matcher quoted = QUOTED.matcher(item);
        if (!quoted.matches()) return Optional.empty();
        String name = quoted.group(1).replace("\"\"", "\"");
        return Optional.of(new Quoted(name, quoted.group(2).strip()));
    }

    /**
     * An item in quotes.
     *
     * @param name what they hold
     * @param rest what follows them
     */
    record Quoted(String name, String rest) {}

    /** A name as it stands in a list, in quotes where it has to. */
    public static String quoted(String name) {
        boolean plain = name.equals(name.strip()) && !name.contains(",") && !name.startsWith("\"");
        return plain ? name : "\"" + name.replace("\"", "\"\"") + "\"";
    }
}
