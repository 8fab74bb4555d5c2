// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.nn;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The TorchScript text of one network: files of this package's resources, the settings of a model's
 * configuration, each of which becomes a function without arguments that the files call, and the
 * module whose {@code forward} is one of the functions.
 *
 * <pre>{@code
 * new NetworkSource("unet.py", "layers.py").with("unet_groups", 32).entry("unet");
 * }</pre>
 */
public final class NetworkSource {

    private final Set<String> parts;
    private final String entry;

    private NetworkSource(Set<String> parts, String entry) {
        this.parts = parts;
        this.entry = entry;
    }

    /** Reads files of the resources. */
    public NetworkSource(String... files) {
        this(new LinkedHashSet<>(), null);
        for (String file : files) parts.add(read(file));
    }

    /** Adds the files and settings of another source, so that functions may call each other. */
    public NetworkSource and(NetworkSource other) {
        Set<String> all = new LinkedHashSet<>(parts);
        all.addAll(other.parts);
        return new NetworkSource(all, entry);
    }

    /** Adds a whole number. */
    public NetworkSource with(String setting, int value) {
        return define(setting, "int", Integer.toString(value));
    }

    /** Adds a real number. */
    public NetworkSource with(String setting, double value) {
        return define(setting, "float", Double.toString(value));
    }

    /** Adds a switch. */
    public NetworkSource with(String setting, boolean value) {
        return define(setting, "bool", value ? "True" : "False");
    }

    /** Adds a list of whole numbers. */
    public NetworkSource with(String setting, int[] values) {
        return define(setting, "List[int]", Arrays.toString(values));
    }

    /** Chooses the function that the network runs. */
    public NetworkSource entry(String function) {
        return new NetworkSource(parts, function);
    }

    String name() {
        return entry;
    }

    /**
     * The source with a module {@code Net} in front whose {@code forward} is the entry.
     *
     * @throws IllegalStateException if no entry was chosen, or no file defines it
     */
    String text() {
        if (entry == null) throw new IllegalStateException("no entry chosen; call entry(function)");
        String text = String.join("\n", parts);
        Matcher signature =
                Pattern.compile(
                                "^def " + Pattern.quote(entry) + "\\((.*)\\) -> (.*):$",
                                Pattern.MULTILINE)
                        .matcher(text);
        if (!signature.find()) {
            throw new IllegalStateException(
                    "no function " + entry + " in the network files; found " + functions(text));
        }
        String parameters = signature.group(1);
        String arguments = parameters.replaceAll(": \\w+(\\[.*?\\])?", "");
        return String.join(
                "\n",
                "class Net(Module):",
                "  __parameters__ = []",
                "  __buffers__ = []",
                "  training : bool",
                "  def forward(self: __torch__.Net, "
                        + parameters
                        + ") -> "
                        + signature.group(2)
                        + ":",
                "    return __torch__." + entry + "(" + arguments + ")",
                text);
    }

    private static List<String> functions(String text) {
        return Pattern.compile("^def (\\w+)", Pattern.MULTILINE)
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private NetworkSource define(String setting, String type, String literal) {
        Set<String> more = new LinkedHashSet<>(parts);
        more.add("def " + setting + "() -> " + type + ":\n  return " + literal + "\n");
        return new NetworkSource(more, entry);
    }

    private static String read(String file) {
        try (InputStream in = NetworkSource.class.getResourceAsStream(file)) {
            if (in == null) throw new IllegalArgumentException("no network file " + file);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read network file " + file, e);
        }
    }
}
