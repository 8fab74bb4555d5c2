// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.panel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sc.fiji.diffusion.command.CommandFields;
import sc.fiji.diffusion.command.DiffusionCommand;
import sc.fiji.diffusion.command.form.CommandForm;

/** What one task has to be set besides what all tasks have in common. */
final class TaskForm {

    /** The keys that the panel has editors of its own for. */
    static final Set<String> COMMON = Set.of("model", "prompt", "seed", "count");

    /** The panel decides where results go. */
    private static final String TARGET = "target";

    private static final Set<String> MAIN =
            Set.of("strength", "left", "right", "top", "bottom", "width", "height");

    private final PanelTask task;
    private final DiffusionCommand command;
    private final CommandFields fields;
    private final CommandForm form;

    TaskForm(PanelTask task) {
        this.task = task;
        command = task.command();
        fields = new CommandFields(command);
        List<String> shown = new ArrayList<>(fields.keys());
        shown.removeAll(COMMON);
        shown.remove(TARGET);
        form = new CommandForm(fields, shown, MAIN::contains);
    }

    PanelTask task() {
        return task;
    }

    CommandForm form() {
        return form;
    }

    /** The command's title, as records have it. */
    String title() {
        return command.title();
    }

    /** Whether selections come from elsewhere than from the image. */
    boolean choosesSelections() {
        if (!fields.keys().contains("mask")) return false;
        form.apply();
        return !fields.get("mask").isBlank() || !fields.get("selections").equals("active");
    }

    /** The steps that one run does. */
    int steps() {
        form.apply();
        return steps(fields.texts());
    }

    /** The steps that one run with these keys does. */
    static int steps(Map<String, String> keys) {
        int steps = Integer.parseInt(keys.get("steps"));
        double strength = Double.parseDouble(keys.getOrDefault("strength", "1"));
        int repeats = Math.max(1, Integer.parseInt(keys.getOrDefault("resample", "1")));
        return Math.min(steps, (int) (steps * strength)) * repeats;
    }

    /** What the values mean together. */
    String note() {
        form.apply();
        return command.note();
    }

    /**
     * All keys of the command.
     *
     * @param common the values of {@link #COMMON}
     */
    Map<String, String> keys(Map<String, String> common) {
        form.apply();
        Map<String, String> keys = new LinkedHashMap<>(fields.texts());
        common.forEach(keys::replace);
        return keys;
    }
}
