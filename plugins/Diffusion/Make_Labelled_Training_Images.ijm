// Plugins > Diffusion > Make Labelled Training Images: images for training a segmentation, with a
// label image for each. Phantoms of known content are drawn, and a model changes their looks at a
// low strength, so that the objects stay where their labels say. The images go to the subfolder
// "images", the labels to "labels" (0 is background, each object has its number), under one name.
//
// From a macro, the keys of Phantom Images... first, then those of Image to Image... after a bar:
// runMacro(".../Make_Labelled_Training_Images.ijm", "count=20 structure=nuclei folder=[/data/set] | strength=0.3 steps=30");

options = getArgument();
if (options == "") options = askForOptions();
bar = indexOf(options, "|");
if (bar < 0) exit("Make Labelled Training Images needs the keys of both commands, with a bar between");
phantoms = substring(options, 0, bar);
changes = substring(options, bar + 1);
start = indexOf(phantoms, "folder=[");
if (start < 0) exit("Make Labelled Training Images needs folder=[...]");
end = indexOf(phantoms, "]", start);
folder = substring(phantoms, start + 8, end);
phantoms = substring(phantoms, 0, start) + substring(phantoms, end + 1);
File.makeDirectory(folder);
File.makeDirectory(folder + "/images");
File.makeDirectory(folder + "/labels");

batch = is("Batch Mode");
if (!batch) setBatchMode(true);
run("Phantom Images...", "masks=yes captions=full " + phantoms);
pictures = getImageID();
selectImage("phantom masks");
labels = getImageID();
for (i = 1; i <= nSlices; i++) {
    showStatus("Make Labelled Training Images: " + i + " of " + nSlices);
    file = IJ.pad(i, 4) + ".tif";
    selectImage(labels);
    setSlice(i);
    run("Duplicate...", "title=" + file);
    saveAs("Tiff", folder + "/labels/" + file);
    close();
    selectImage(pictures);
    setSlice(i);
    caption = Property.getSliceLabel(i);
    run("Image to Image...", changes + " seed=" + i + " prompt=[" + caption + "]");
    saveAs("Tiff", folder + "/images/" + file);
    close();
    selectImage(labels);
}
count = nSlices;
close();
selectImage(pictures);
close();
print("Make Labelled Training Images: " + count + " images in " + folder);

function askForOptions() {
    Dialog.create("Make Labelled Training Images");
    Dialog.addDirectory("Folder", "");
    Dialog.addNumber("Count of images", 20);
    Dialog.addChoice("Structure", newArray("any", "nuclei", "filaments", "rods", "spots", "membranes", "tissue", "mitochondria", "yeast", "crystals", "vessels"), "nuclei");
    Dialog.addNumber("Width and height (pixels)", 128);
    Dialog.addNumber("Strength of the change", 0.3);
    Dialog.addNumber("Steps", 30);
    Dialog.show();
    folder = Dialog.getString();
    count = Dialog.getNumber();
    structure = Dialog.getChoice();
    size = Dialog.getNumber();
    strength = Dialog.getNumber();
    steps = Dialog.getNumber();
    return "count=" + count + " structure=" + structure + " width=" + size + " height=" + size
        + " seed=1 folder=[" + folder + "] | strength=" + strength + " steps=" + steps;
}
