// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command;

import ij.ImagePlus;
import java.io.File;
import java.lang.reflect.Field;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.util.ClassUtils;
import sc.fiji.diffusion.tool.Models;

/** The parameters of a command, read and written as the text that stands for them in macros. */
public final class CommandFields {

    private static final Set<Class<?>> TYPES =
            Set.of(String.class, File.class, int.class, double.class);

    /** A number as people write it; Java also reads {@code NaN} and {@code 0x1p3f}. */
    private static final Pattern DECIMAL =
            Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

    private static final String MODEL = "model";

    /** The name of the attribute that makes a parameter an advanced one. */
    public static final String ADVANCED = "advanced";

    /** The name of the attribute that brings a parameter to the top. */
    public static final String FIRST = "first";

    private final DiffusionCommand command;
    private final Map<String, Field> fields = new LinkedHashMap<>();
    private Field image;

    /** Reads them off the command's class. */
    public CommandFields(DiffusionCommand command) {
        this.command = command;
        for (Field field : ClassUtils.getAnnotatedFields(command.getClass(), Parameter.class)) {
            if (TYPES.contains(field.getType())) fields.put(field.getName(), field);
            else if (field.getType() == ImagePlus.class) image = field;
        }
    }

    /** The macro keys in the order of declaration. */
    public List<String> keys() {
        return List.copyOf(fields.keySet());
    }

    /** What the command's class says about a parameter. */
    public Parameter about(String key) {
        return fields.get(key).getAnnotation(Parameter.class);
    }

    /** The values to choose from, or none if the parameter takes any. */
    public List<String> choices(String key) {
        return key.equals(MODEL) ? Models.shared().names() : List.of(about(key).choices());
    }

    /**
     * Whether a dialog shows the parameter after the others, because most people leave it alone.
     */
    public boolean isAdvanced(String key) {
        return hasMark(key, ADVANCED);
    }

    /**
     * The name of the group in which a dialog folds an advanced parameter away: the value of the
     * mark; empty for the usual one.
     */
    public String group(String key) {
        return Stream.of(about(key).attrs())
                .filter(attr -> attr.name().equals(ADVANCED))
                .map(Attr::value)
                .findFirst()
                .orElse("");
    }

    /** Whether a dialog shows the parameter before all others, because the command begins there. */
    public boolean isFirst(String key) {
        return hasMark(key, FIRST);
    }

    private boolean hasMark(String key, String mark) {
        return Stream.of(about(key).attrs()).anyMatch(attr -> attr.name().equals(mark));
    }

    /** String, File, int or double. */
    public Class<?> type(String key) {
        return fields.get(key).getType();
    }

    /** The value as text; empty if there is none. */
    public String get(String key) {
        Object value = ClassUtils.getValue(fields.get(key), command);
        if (value instanceof Double number && number == Math.rint(number)) {
            return Long.toString(Math.round(number));
        }
        return value == null ? "" : value.toString();
    }

    /** All values as text, in order. */
    public Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        for (String key : fields.keySet()) texts.put(key, get(key));
        return texts;
    }

    /**
     * Sets a value.
     *
     * @throws IllegalArgumentException if the text is no number where one is needed
     */
    public void set(String key, String text) {
        ClassUtils.setValue(fields.get(key), command, convert(key, text));
    }

    /** Hands the command its image, if it takes one. */
    public void setImage(ImagePlus current) {
        if (image != null) ClassUtils.setValue(image, command, current);
    }

    /** Whether the command takes an image. */
    boolean takesImage() {
        return image != null;
    }

    /** The command's image; null if there is none. */
    ImagePlus image() {
        return image == null ? null : (ImagePlus) ClassUtils.getValue(image, command);
    }

    private Object convert(String key, String text) {
        Class<?> type = type(key);
        try {
            if (type == int.class) return Integer.valueOf(text.strip());
            if (type == double.class) return finite(text.strip());
            if (type == File.class) return text.isBlank() ? null : new File(text);
            return text;
        } catch (NumberFormatException e) {
            String kind = type == int.class ? "a whole number" : "a number";
            throw new IllegalArgumentException(
                    key + " must be " + kind + ", was \"" + text + "\"", e);
        }
    }

    /**
     * A number as people write it.
     *
     * @throws NumberFormatException if the text is none, or too large
     */
    public static double finite(String text) {
        if (!DECIMAL.matcher(text).matches()) throw new NumberFormatException(text);
        double number = Double.parseDouble(text);
        if (Double.isInfinite(number)) throw new NumberFormatException(text + " is too large");
        return number;
    }
}
