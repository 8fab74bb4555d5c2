// Plugins > Diffusion > Inpaint Each Slice: repaints the same selection in every slice of a stack,
// one slice after the other, as Inpaint Selection... does with one. The stack itself stays as it is.
//
// From a macro: runMacro(".../Inpaint_Each_Slice.ijm", "steps=20 seed=1 prompt=[...]");

options = getArgument();
if (nImages == 0) exit("Inpaint Each Slice needs an open stack; open one and try again");
if (selectionType() < 0 || selectionType() > 4 && selectionType() != 9)
    exit("Inpaint Each Slice needs a selection with an area; draw one and try again");
if (options == "") options = askForOptions();

name = getTitle();
slices = nSlices;
input = getImageID();
current = input;
for (i = 1; i <= slices; i++) {
    showStatus("Inpaint Each Slice: slice " + i + " of " + slices);
    selectImage(current);
    setSlice(i);
    run("Restore Selection");
    run("Inpaint Selection...", options);
    painted = getImageID();
    if (current != input) {
        selectImage(current);
        close();
    }
    current = painted;
}
selectImage(current);
rename(name + " - each slice inpainted");

function askForOptions() {
    Dialog.create("Inpaint Each Slice");
    Dialog.addString("Prompt", "", 40);
    Dialog.addNumber("Steps", 30);
    Dialog.addNumber("Seed", 1);
    Dialog.show();
    prompt = Dialog.getString();
    steps = Dialog.getNumber();
    seed = Dialog.getNumber();
    return "steps=" + steps + " seed=" + seed + " prompt=[" + prompt + "]";
}
