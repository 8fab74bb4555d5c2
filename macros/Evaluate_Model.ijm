// How close do a model's images come to real ones? Makes a few images and prints the figures; for
// figures that mean something give the options as the macro's argument, such as
// "model=microscopy-128 count=500 steps=20 seed=1 keep=/path/to/generated".

options = getArgument();
if (indexOf(options, "=") < 0) options = "count=2 steps=1 seed=1";
run("Evaluate Model...", options);

for (row = 0; row < nResults; row++) {
    line = getResultString("Measure", row) + ", " + getResultString("Space", row) + ": "
        + number(getResult("Value", row));
    if (!isNaN(getResult("Error", row))) line = line + " +- " + number(getResult("Error", row));
    if (!isNaN(getResult("Floor", row))) line = line + ", real images " + number(getResult("Floor", row));
    if (!isNaN(getResult("Ceiling", row))) line = line + ", unlike images " + number(getResult("Ceiling", row));
    print(line + " (" + getResult("Images", row) + " images)");
}

// The histograms of distances to the nearest training image, beside the kept images.
keep = indexOf(options, "keep=");
if (keep >= 0 && isOpen("Nearest training image")) {
    folder = substring(options, keep + 5);
    if (indexOf(folder, " ") >= 0) folder = substring(folder, 0, indexOf(folder, " "));
    selectImage("Nearest training image");
    saveAs("PNG", folder + "/nearest_training_image.png");
}

function number(value) {
    return d2s(value, 4);
}
