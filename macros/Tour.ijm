// A tour of Diffusion for Fiji with the model that comes with it: text to image, image to image,
// inpainting of a selection, the autoencoder, and the forward process.
//
// Every picture, and one contact sheet of all of them, is saved under target/tour, or under the
// folder given as the macro's argument.

folder = getArgument();
if (folder == "") folder = "target/tour";
File.makeDirectory(folder);
setBatchMode(true);

TILE = 256; GAP = 16; CAPTION = 60; TITLE = 64; COLUMNS = 4; ROWS = 4;
started = getTime();
sheet = newSheet();

// 1. Four prompts.
prompts = newArray(
    "fluorescent nuclei, large, high contrast, sharp focus, low noise",
    "actin filaments, dense, high contrast, sharp focus, low noise",
    "cell membranes, large, high contrast, sharp focus, low noise",
    "fluorescent spots, large, high contrast, sharp focus, low noise");
made = newArray(prompts.length);
for (i = 0; i < prompts.length; i++) {
    run("Text to Image...", "width=128 height=128 steps=25 guidance=4 seed=" + (i + 1) + " prompt=[" + prompts[i] + "]");
    made[i] = keep("1_text_to_image_" + (i + 1), "PNG");
    addTile(made[i], 0, i, "\"" + prompts[i] + "\"");
}
nuclei = made[0];
addTile(nuclei, 1, 0, "Image to Image: the input");

// 2. The first of them changed, a little and a lot.
strengths = newArray(0.3, 0.5, 0.8);
for (i = 0; i < strengths.length; i++) {
    selectImage(nuclei);
    run("Image to Image...", "strength=" + strengths[i] + " steps=25 guidance=4 seed=5 prompt=[" + prompts[2] + "]");
    addTile(keep("2_image_to_image_strength_" + strengths[i], "PNG"), 1, i + 1,
        "strength " + strengths[i] + ", \"" + prompts[2] + "\"");
}

// 3. An oval selection painted anew.
selectImage(nuclei);
makeOval(36, 40, 52, 44);
run("Inpaint Selection...", "steps=25 guidance=4 seed=7 prompt=[" + prompts[0] + "]");
inpainted = keep("3_inpainted", "Tiff");
addTile(nuclei, 2, 0, "Inpaint Selection: the oval is painted anew");
drawOutline(2, 0, 36, 40, 52, 44);
addTile(inpainted, 2, 1, "inpainted; all else is the same pixel for pixel");

// 4. Through the autoencoder and back.
selectImage(nuclei);
run("Select None");
run("VAE Encode...", "mode=mean");
latents = keep("4_latents", "Tiff");
run("VAE Decode...", "output=8-bit");
decoded = keep("4_vae_round_trip", "PNG");
addTile(decoded, 2, 2, "VAE: decoded from " + latentSize(latents));
imageCalculator("Difference create", nuclei, decoded);
run("Multiply...", "value=4");
addTile(keep("4_vae_difference_x4", "PNG"), 2, 3, "VAE: difference to the input, 4 times");

// 5. The forward process: what the model learned to undo.
noises = newArray(0.05, 0.15, 0.3, 1);
for (i = 0; i < noises.length; i++) {
    selectImage(nuclei);
    run("Add Noise...", "strength=" + noises[i] + " seed=3 space=pixels frames=1");
    addTile(keep("5_noise_" + noises[i], "Tiff"), 3, i, "Add Noise: strength " + noises[i]);
}

selectImage(sheet);
saveAs("PNG", folder + "/contact_sheet.png");
print("contact sheet: " + folder + "/contact_sheet.png");
print("the tour took " + d2s((getTime() - started) / 1000, 0) + " s");

// Saves the active image, says what was done, and returns the image.
function keep(name, format) {
    info = getMetadata("Info");
    extension = ".png";
    if (format == "Tiff") extension = ".tif";
    line = name;
    device = setting(info, "device");
    if (device != "") {
        line = line + ": " + setting(info, "effective steps") + " steps on " + device
            + ", " + setting(info, "seconds per step") + " s per step";
    }
    print(line);
    saveAs(format, folder + "/" + name + extension);
    return getImageID();
}

// The value of a line "key: value" of an image's last record, which ends at an empty line.
function setting(info, key) {
    end = indexOf(info, "\n\n");
    if (end >= 0) info = substring(info, 0, end);
    lines = split(info, "\n");
    for (k = 0; k < lines.length; k++)
        if (startsWith(lines[k], key + ": ")) return substring(lines[k], lengthOf(key) + 2);
    return "";
}

function latentSize(image) {
    selectImage(image);
    getDimensions(w, h, channels, slices, frames);
    return "" + w + " x " + h + " x " + (channels * slices * frames) + " latents";
}

function newSheet() {
    newImage("Diffusion for Fiji", "RGB white", COLUMNS * (TILE + GAP) + GAP, TITLE + ROWS * (TILE + CAPTION + GAP), 1);
    setColor(40, 40, 40);
    setFont("SansSerif", 26, "bold antialiased");
    drawString("Diffusion for Fiji: the tour", GAP, 44);
    return getImageID();
}

function addTile(image, row, column, caption) {
    selectImage(image);
    run("Select None");
    run("Duplicate...", "title=tile");
    if (bitDepth() == 32) resetMinAndMax();
    run("RGB Color");
    run("Size...", "width=" + TILE + " height=" + TILE + " interpolation=Bilinear");
    Image.copy;
    close();
    selectImage(sheet);
    Image.paste(tileX(column), tileY(row));
    setColor(40, 40, 40);
    setFont("SansSerif", 14, "antialiased");
    drawWrapped(caption, tileX(column), tileY(row) + TILE + 18);
}

function drawWrapped(text, x, y) {
    words = split(text, " ");
    line = "";
    for (k = 0; k < words.length; k++) {
        longer = line + words[k] + " ";
        if (getStringWidth(longer) > TILE) {
            drawString(line, x, y);
            y = y + 18;
            longer = words[k] + " ";
        }
        line = longer;
    }
    drawString(line, x, y);
}

function drawOutline(row, column, x, y, w, h) {
    selectImage(sheet);
    scale = TILE / 128;
    setColor(255, 220, 0);
    setLineWidth(2);
    drawOval(tileX(column) + x * scale, tileY(row) + y * scale, w * scale, h * scale);
}

function tileX(column) {
    return GAP + column * (TILE + GAP);
}

function tileY(row) {
    return TITLE + row * (TILE + CAPTION + GAP);
}
