// Makes three images from one prompt. Image k of a count has the seed 5 + k, so that each can be
// made again alone. The result is saved under target/examples, or under the folder given as the
// macro's argument.

folder = getArgument();
if (folder == "") folder = "target/examples";
File.makeDirectory(folder);
setBatchMode(true);

run("Text to Image...", "width=128 height=128 steps=15 guidance=4 seed=5 count=3 prompt=[fluorescent nuclei, dense, high contrast, sharp focus]");
saveAs("Tiff", folder + "/text_to_image.tif");

// How it was made is part of the file.
print(getMetadata("Info"));
