// Changes an image by its texture alone: the lower the strength, the more of it remains. The result
// is saved under target/examples, or under the folder given as the macro's argument.

folder = getArgument();
if (folder == "") folder = "target/examples";
File.makeDirectory(folder);
setBatchMode(true);

// A rough drawing of cells.
newImage("drawing", "8-bit black", 128, 128, 1);
setColor(150);
for (i = 0; i < 5; i++) fillOval(12 + 22 * i, 20 + 35 * (i % 3), 24, 20);
run("Gaussian Blur...", "sigma=1.5");

run("Image to Image...", "strength=0.6 steps=20 guidance=4 seed=3 prompt=[fluorescent nuclei, high contrast, sharp focus]");
saveAs("Tiff", folder + "/image_to_image.tif");
