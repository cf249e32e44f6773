import java.io.File;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/**
 * veraPDF's verdict on files: one line each, then one line for each failed check.
 *
 * <p>Usage: Judge FLAVOUR FILE... (flavours: ua1, 2u, 3u, ...). Exits 0 when all are compliant, 1
 * when one is not. Columns, separated by tabs: file, "pass" or "fail", number of checks; and for a
 * failure: file, clause-test, what is wrong, where.
 */
public final class Judge {
    private Judge() {}

    public static void main(String[] arguments) throws Exception {
        Logger.getLogger("").setLevel(Level.SEVERE);
        VeraGreenfieldFoundryProvider.initialise();
        PDFAFlavour flavour = PDFAFlavour.fromString(arguments[0]);
        boolean isGood = true;
        for (int at = 1; at < arguments.length; at++) {
            isGood &= judge(new File(arguments[at]), flavour);
        }
        System.exit(isGood ? 0 : 1);
    }

    private static boolean judge(File file, PDFAFlavour flavour) throws Exception {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(file, flavour);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
            ValidationResult result = validator.validate(parser);
            String verdict = result.isCompliant() ? "pass" : "fail";
            System.out.println(file + "\t" + verdict + "\t" + result.getTotalAssertions());
            for (TestAssertion check : result.getTestAssertions()) {
                if (check.getStatus() == TestAssertion.Status.FAILED) {
                    System.out.println(file + "\t" + line(check));
                }
            }
            return result.isCompliant();
        }
    }

    private static String line(TestAssertion check) {
        String rule = check.getRuleId().getClause() + "-" + check.getRuleId().getTestNumber();
        return rule + "\t" + check.getErrorMessage() + "\t" + check.getLocation().getContext();
    }
}
