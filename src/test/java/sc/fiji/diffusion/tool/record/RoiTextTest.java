// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.gui.OvalRoi;
import ij.gui.Roi;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sc.fiji.diffusion.image.TestImages;
import sc.fiji.diffusion.image.Window;
import sc.fiji.diffusion.image.region.Selection;

class RoiTextTest {

    @Test
    void everyKindOfSelectionComesBackWithTheSamePixelsAndPosition() {
        List<Roi> rois = new ArrayList<>(TestImages.everySelection().values());
        rois.get(0).setPosition(2, 3, 4);
        rois.get(1).setPosition(7);
        List<Roi> back = RoiText.decode(RoiText.encode(rois));
        assertThat(back).hasSameSizeAs(rois);
        for (int i = 0; i < rois.size(); i++) {
            assertThat(mask(back.get(i))).isEqualTo(mask(rois.get(i)));
        }
        assertThat(back.get(0).getCPosition()).isEqualTo(2);
        assertThat(back.get(0).getTPosition()).isEqualTo(4);
        assertThat(back.get(1).getPosition()).isEqualTo(7);
    }

    private static float[] mask(Roi roi) {
        return Selection.of(roi, 61, 47).mask(new Window(0, 0, 61, 47)).data();
    }

    @Test
    void oneSelectionIsShortAndAHundredOfTheSameKindAreNotLong() {
        Roi oval = new OvalRoi(30, 40, 200, 100);
        oval.setName("a name that is nobody's business");
        assertThat(RoiText.encode(List.of(oval))).hasSizeLessThan(100).matches("[A-Za-z0-9+/=]+");
        List<Roi> many = new ArrayList<>();
        for (int slice = 1; slice <= 100; slice++) {
            Roi roi = (Roi) oval.clone();
            roi.setPosition(slice);
            many.add(roi);
        }
        assertThat(RoiText.encode(many)).hasSizeLessThan(1500);
    }

    @Test
    void anythingElseIsRefused() {
        assertThat(RoiText.decode(RoiText.encode(List.of()))).isEmpty();
        String good = RoiText.encode(List.of(new OvalRoi(1, 2, 30, 40)));
        for (String bad : List.of("", "no base 64", "AAAA", good.substring(0, 40))) {
            assertThatThrownBy(() -> RoiText.decode(bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("the record's selection cannot be read");
        }
    }
}
