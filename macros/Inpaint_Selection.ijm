// Takes a scratch out of an image: everything outside the selection stays as it is, bit for bit. The
// results are saved under target/examples, or under the folder given as the macro's argument.

folder = getArgument();
if (folder == "") folder = "target/examples";
File.makeDirectory(folder);
setBatchMode(true);

run("Text to Image...", "width=128 height=128 steps=15 guidance=4 seed=2 prompt=[fluorescent nuclei, dense, high contrast]");
setColor(255);
setLineWidth(3);
drawLine(30, 100, 95, 38);
saveAs("Tiff", folder + "/scratched.tif");
scratched = getImageID();

// A selection that follows the scratch with room on each side.
makePolygon(24, 98, 91, 33, 101, 43, 34, 108);
run("Inpaint Selection...", "steps=20 guidance=4 feather=2 seed=1 prompt=[fluorescent nuclei, dense, high contrast]");
saveAs("Tiff", folder + "/repaired.tif");
repaired = getImageID();

// What changed, and what did not.
selectImage(scratched);
run("Select None");
imageCalculator("Difference create", scratched, repaired);
makePolygon(24, 98, 91, 33, 101, 43, 34, 108);
run("Make Inverse");
getStatistics(area, mean, min, max);
print("largest change outside the selection: " + max);
