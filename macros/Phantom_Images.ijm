// Draws phantoms: pictures of known content with instance masks and captions, for training and for
// testing a segmentation. The masks come as a second stack of the same order.

setBatchMode(true);
run("Phantom Images...", "structure=nuclei density=dense noise=low count=6 seed=1 captions=full");
selectImage("phantoms");
print("first caption: " + Property.getSliceLabel(1));

selectImage("phantom masks");
setSlice(1);
getStatistics(area, mean, min, max);
print("objects in the first picture: " + max);

selectImage("phantoms");
run("Make Montage...", "columns=3 rows=2 scale=1");
