// Sends an image through the model's autoencoder and back, and says how much is lost. The results
// are saved under target/examples, or under the folder given as the macro's argument.

folder = getArgument();
if (folder == "") folder = "target/examples";
File.makeDirectory(folder);
setBatchMode(true);

newImage("rings", "32-bit black", 128, 128, 1);
run("Macro...", "code=[v = 0.5 + 0.4 * sin(d / 4)]");
original = getImageID();

run("VAE Encode...", "mode=mean");
saveAs("Tiff", folder + "/latents.tif");
print("latents: " + getWidth() + " x " + getHeight() + " x " + nSlices);

run("VAE Decode...", "output=[same as input]");
saveAs("Tiff", folder + "/decoded.tif");
decoded = getImageID();

imageCalculator("Subtract create 32-bit", original, decoded);
run("Square");
getStatistics(area, meanSquare);
print("root mean square difference: " + d2s(sqrt(meanSquare), 4));
