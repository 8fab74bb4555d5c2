// Plugins > Diffusion > Remove Dust from Stack: finds what is at the same place in every slice, as
// dust on a camera or a cover slip is, and removes it from all slices. A new stack is made, and a
// mask of what was found.
//
// What counts as dust: pixels of the median of all slices that differ from a smoothed version of it
// by more than "tolerance" standard deviations. "radius" is the radius of the largest dust in
// pixels, and "grow" how far around it is repaired.
//
// From a macro, own keys first, then those of Remove Selection... after a bar:
// runMacro(".../Remove_Dust_from_Stack.ijm", "radius=5 tolerance=4 grow=2 | strength=0.5 seed=1 prompt=[...]");

options = getArgument();
if (nImages == 0 || nSlices < 3)
    exit("Remove Dust from Stack needs an open stack of 3 slices or more; open one and try again");
if (bitDepth() == 24) exit("Remove Dust from Stack needs a gray stack, this one is RGB");
getDimensions(width, height, channels, slices, frames);
if (channels > 1 || (slices > 1 && frames > 1))
    exit("Remove Dust from Stack works on the slices or frames of one channel, this stack has "
        + channels + " channels, " + slices + " slices and " + frames + " frames; split it first");
if (options == "") options = askForOptions();
own = options;
rest = "";
bar = indexOf(options, "|");
if (bar >= 0) {
    own = substring(options, 0, bar);
    rest = substring(options, bar + 1);
}

stack = getImageID();
name = getTitle();
batch = is("Batch Mode");
if (!batch) setBatchMode(true);

// The median of all slices, and how far it is from what it would be without small things.
run("Z Project...", "projection=Median");
rename("median of " + name);
median = getImageID();
run("Duplicate...", "title=smooth");
smooth = getImageID();
run("Median...", "radius=" + 2 * value(own, "radius", 5));
imageCalculator("Difference create 32-bit", median, smooth);
difference = getImageID();
getStatistics(area, mean, min, max, deviation);
setThreshold(mean + value(own, "tolerance", 4) * deviation, 1e30);
saveSettings();
setOption("BlackBackground", true);
run("Convert to Mask");
restoreSettings();
run("Maximum...", "radius=" + value(own, "grow", 2));
mask = "dust of " + name;
rename(mask);
getStatistics(area, mean);
found = mean / 255;
selectImage(median);
close();
selectImage(smooth);
close();

if (found == 0) {
    selectImage(difference);
    close();
    exit("Remove Dust from Stack found no dust; a lower tolerance finds more");
}
print("Remove Dust from Stack: " + d2s(100 * found, 2) + " % of the pixels are dust");
selectImage(stack);
run("Remove Selection...", "slices=all mask=[" + mask + "] " + rest);
rename(name + " - dust removed");
if (!batch) setBatchMode("exit and display");

// The number of a key, or what it is when left out.
function value(text, key, otherwise) {
    start = indexOf(" " + text, " " + key + "=");
    if (start < 0) return otherwise;
    word = substring(text, start + lengthOf(key) + 1);
    end = indexOf(word, " ");
    if (end >= 0) word = substring(word, 0, end);
    return parseFloat(word);
}

function askForOptions() {
    Dialog.create("Remove Dust from Stack");
    Dialog.addNumber("Radius of the largest dust (pixels)", 5);
    Dialog.addNumber("Tolerance (standard deviations)", 4);
    Dialog.addNumber("Grow by (pixels)", 2);
    Dialog.addNumber("Strength (0: smooth fill only)", 0.5);
    Dialog.addNumber("Seed", 1);
    Dialog.addString("Prompt", "", 40);
    Dialog.show();
    radius = Dialog.getNumber();
    tolerance = Dialog.getNumber();
    grow = Dialog.getNumber();
    strength = Dialog.getNumber();
    seed = Dialog.getNumber();
    prompt = Dialog.getString();
    return "radius=" + radius + " tolerance=" + tolerance + " grow=" + grow
        + " | strength=" + strength + " seed=" + seed + " prompt=[" + prompt + "]";
}
