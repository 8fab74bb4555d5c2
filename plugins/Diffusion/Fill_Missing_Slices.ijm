// Plugins > Diffusion > Fill Missing Slices: makes up slices that are empty, for instance because a
// section was lost. Each is first interpolated between its nearest neighbours; then a model gives
// it, at a low strength, the sharpness that interpolation takes away. A new stack is made.
//
// A slice is empty if all its pixels have one value. Filled slices are marked in their labels.
//
// From a macro, with the keys of Image to Image...:
// runMacro(".../Fill_Missing_Slices.ijm", "strength=0.3 seed=1 prompt=[...]");

options = getArgument();
if (nImages == 0 || nSlices < 2)
    exit("Fill Missing Slices needs an open stack; open one and try again");
if (bitDepth() == 24) exit("Fill Missing Slices needs a gray stack, this one is RGB");
getDimensions(width, height, channels, slices, frames);
if (channels > 1 || (slices > 1 && frames > 1))
    exit("Fill Missing Slices works on the slices or frames of one channel, this stack has "
        + channels + " channels, " + slices + " slices and " + frames + " frames; split it first");
if (calibrate(0) != 0 || calibrate(100) != 100)
    exit("Fill Missing Slices needs plain pixel values, those of this stack are calibrated; convert it to 32-bit first");
if (options == "") options = askForOptions();

name = getTitle();
bits = bitDepth();
getMinAndMax(low, high);
batch = is("Batch Mode");
if (!batch) setBatchMode(true);
run("Select None");
run("Duplicate...", "duplicate title=[" + name + " - missing slices filled]");
stack = getImageID();
n = nSlices;

full = newArray(n + 2); // whether slice i shows something; 0 and n + 1 do not exist
missing = 0;
for (i = 1; i <= n; i++) {
    setSlice(i);
    getStatistics(area, mean, min, max);
    if (min < max) full[i] = 1;
    else missing++;
}
if (missing == 0) exit("Fill Missing Slices found no empty slice");
if (missing == n) exit("Fill Missing Slices found nothing but empty slices");

for (i = 1; i <= n; i++) {
    if (full[i]) continue;
    showStatus("Fill Missing Slices: slice " + i + " of " + n);
    before = i;
    while (before > 0 && !full[before]) before--;
    after = i;
    while (after <= n && !full[after]) after++;
    if (before == 0) before = after;
    if (after > n) after = before;
    share = 0;
    if (after > before) share = (i - before) / (after - before);
    interpolated = interpolate(before, after, share);
    run("Image to Image...", "output=[same as input] " + options);
    painted = getImageID();
    imageCalculator("Copy", at(i), painted);
    selectImage(painted);
    close();
    selectImage(interpolated);
    close();
    selectImage(stack);
    setSlice(i);
    setMetadata("Label", "generated from slices " + before + " and " + after);
}
selectImage(stack);
setSlice(1);
setMinAndMax(low, high);
if (!batch) setBatchMode("exit and display");
print("Fill Missing Slices: " + missing + " of " + n + " slices");

// The stack, showing one slice.
function at(slice) {
    selectImage(stack);
    setSlice(slice);
    return stack;
}

// A new image between two slices, of the stack's type and display range.
function interpolate(before, after, share) {
    first = weighted(before, 1 - share);
    second = weighted(after, share);
    imageCalculator("Add", first, second);
    selectImage(second);
    close();
    selectImage(first);
    if (bits < 32) {
        saveSettings();
        setOption("ScaleConversions", false);
        run(bits + "-bit");
        restoreSettings();
    }
    setMinAndMax(low, high);
    return first;
}

function weighted(slice, weight) {
    selectImage(stack);
    setSlice(slice);
    run("Duplicate...", "title=slice");
    if (bits < 32) run("32-bit");
    run("Multiply...", "value=" + weight);
    return getImageID();
}

function askForOptions() {
    Dialog.create("Fill Missing Slices");
    Dialog.addNumber("Strength", 0.3);
    Dialog.addNumber("Steps", 30);
    Dialog.addNumber("Seed", 1);
    Dialog.addString("Prompt", "", 40);
    Dialog.show();
    strength = Dialog.getNumber();
    steps = Dialog.getNumber();
    seed = Dialog.getNumber();
    prompt = Dialog.getString();
    return "strength=" + strength + " steps=" + steps + " seed=" + seed + " prompt=[" + prompt + "]";
}
