// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.form;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.BorderLayout;
import java.awt.event.ActionEvent;
import java.util.ArrayList;
import java.util.List;
import javax.swing.JButton;
import javax.swing.JRootPane;
import javax.swing.JScrollPane;
import javax.swing.KeyStroke;
import javax.swing.plaf.basic.BasicHTML;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import sc.fiji.diffusion.command.CommandFields;
import sc.fiji.diffusion.command.Commands;
import sc.fiji.diffusion.command.DiffusionCommand;
import sc.fiji.diffusion.command.InpaintSelectionCommand;
import sc.fiji.diffusion.command.TextToImageCommand;

class CommandFormTest {

    /** The height of a dialog, less its border, note and buttons. */
    private static final int ROOM_PX = 600;

    static List<DiffusionCommand> commands() {
        return Commands.all();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyParameterStandsOnceAndKeepsItsValue(DiffusionCommand command) {
        CommandFields fields = new CommandFields(command);
        var before = fields.texts();
        CommandForm form = form(fields);
        assertThat(form.order()).containsExactlyInAnyOrderElementsOf(fields.keys());
        assertThat(form.problem()).isEmpty();
        form.apply();
        assertThat(fields.texts()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void theFoldedFormFitsOnASmallScreen(DiffusionCommand command) {
        CommandForm form = form(new CommandFields(command));
        assertThat(form.getPreferredSize().height).as(command.title()).isLessThan(ROOM_PX);
    }

    @Test
    void modelAndPromptStandFirst() {
        CommandForm form = form(new CommandFields(new InpaintSelectionCommand()));
        assertThat(form.order()).startsWith("model", "prompt", "negative", "strength");
    }

    @Test
    void whatIsEnteredReachesTheCommand() {
        CommandFields fields = new CommandFields(new InpaintSelectionCommand());
        CommandForm form = form(fields);
        List<String> changes = new ArrayList<>();
        form.onChange(() -> changes.add("change"));
        form.editor("prompt").show("five cells");
        form.editor("strength").show("0.35");
        form.editor("sampler").show("Heun");
        form.editor("context").show("64");
        form.editor("lora").show("grain:0.5");
        form.editor("model").show("some/folder");
        form.apply();
        assertThat(changes).hasSizeGreaterThanOrEqualTo(6);
        assertThat(fields.texts())
                .containsEntry("prompt", "five cells")
                .containsEntry("strength", "0.35")
                .containsEntry("sampler", "Heun")
                .containsEntry("context", "64")
                .containsEntry("lora", "grain:0.5")
                .containsEntry("model", "some/folder");
    }

    @ParameterizedTest
    @CsvSource({
        "steps, abc, 'Steps must be a whole number, was \"abc\"'",
        "steps, 2.5, 'Steps must be a whole number, was \"2.5\"'",
        "steps, 0, 'Steps must be a whole number from 1 to 1000, was 0'",
        "guidance, '7,5', 'Guidance scale must be a number, as in 7 or 7.5, was \"7,5\"'",
        "guidance, NaN, 'Guidance scale must be a number, as in 7 or 7.5, was \"NaN\"'",
        "guidance, 7d, 'Guidance scale must be a number, as in 7 or 7.5, was \"7d\"'",
        "guidance, 0x1p3, 'Guidance scale must be a number, as in 7 or 7.5, was \"0x1p3\"'",
        "width, 8193, 'Width (pixels, 0: model''s own) must be a whole number from 0 to 8192, was"
                + " 8193'"
    })
    void aWrongNumberIsNamedAndNotTaken(String key, String entered, String problem) {
        CommandFields fields = new CommandFields(new TextToImageCommand());
        String before = fields.get(key);
        CommandForm form = form(fields);
        form.editor(key).show(entered);
        form.apply();
        assertThat(form.problem()).isEqualTo(problem);
        assertThat(fields.get(key)).isEqualTo(before);
    }

    @Test
    void enterInThePromptPressesTheDefaultButton() {
        JRootPane root = new JRootPane();
        JButton button = new JButton();
        List<String> pressed = new ArrayList<>();
        button.addActionListener(event -> pressed.add("pressed"));
        TextEditor prompt = TextEditor.lines(3, 20);
        root.getContentPane().add(button, BorderLayout.SOUTH);
        root.getContentPane().add(prompt.component());
        root.setDefaultButton(button);
        press(prompt, KeyStroke.getKeyStroke("ENTER"));
        assertThat(pressed).hasSize(1);
        assertThat(prompt.text()).isEmpty();
        press(prompt, KeyStroke.getKeyStroke("shift ENTER"));
        assertThat(pressed).hasSize(1);
        assertThat(prompt.text()).isEqualTo("\n");
    }

    private static void press(TextEditor editor, KeyStroke key) {
        Object name = editor.field().getInputMap().get(key);
        editor.field()
                .getActionMap()
                .get(name)
                .actionPerformed(new ActionEvent(editor.field(), ActionEvent.ACTION_PERFORMED, ""));
    }

    @Test
    void choicesAreRenewedAndWhatIsChosenStays() {
        ChoiceEditor editor = new ChoiceEditor(List.of("a", "b"));
        editor.show("b");
        List<String> changes = new ArrayList<>();
        editor.onChange(() -> changes.add("change"));
        editor.renew(List.of("b", "c"));
        assertThat(editor.text()).isEqualTo("b");
        editor.renew(List.of("c"));
        assertThat(editor.text()).isEqualTo("b");
        assertThat(changes).isEmpty();
    }

    @Test
    void textsOfOthersAreNoHtml() {
        assertThat(BasicHTML.isHTMLString(PlainText.of("<html><b>title"))).isFalse();
        assertThat(PlainText.of("title")).isEqualTo("title");
    }

    @Test
    void aLongNameDoesNotWidenWhatItIsIn() {
        ChoiceEditor editor = new ChoiceEditor(List.of("a".repeat(500)));
        ScrolledColumn column = new ScrolledColumn();
        column.add(editor.component());
        JScrollPane scroll = column.scroll();
        scroll.setSize(300, 200);
        scroll.doLayout();
        scroll.getViewport().doLayout();
        column.doLayout();
        assertThat(column.getWidth()).isLessThanOrEqualTo(300);
        assertThat(editor.component().getWidth()).isLessThanOrEqualTo(300);
    }

    @Test
    void wordsAreAddedToThePrompt() {
        TextEditor prompt = TextEditor.lines(3, 20);
        prompt.append("nuclei");
        prompt.append("dense");
        assertThat(prompt.text()).isEqualTo("nuclei, dense");
    }

    private static CommandForm form(CommandFields fields) {
        return new CommandForm(fields, key -> !fields.isAdvanced(key));
    }
}
