package io.github.reprorun.examples.fraud;

import java.util.Locale;
import java.util.Random;

/** A claim while it is being made up. For use by one thread. */
final class ClaimDraft {
    static final String HEADER =
            "claim,type,vehicle,region,repair,police_report,hour,witnesses,driver_age,vehicle_years,"
                    + "policy_months,premium,prior_claims,days_to_report,amount,fraud";

    private static final String[] VEHICLES = {"compact", "estate", "suv", "van", "motorcycle", "luxury"};
    private static final String[] REGIONS = {"capital", "coast", "north", "east", "south", "west"};

    ClaimType type = ClaimType.COLLISION;
    String vehicle = "";
    String region = "";
    boolean partnerGarage;
    boolean policeReport;
    int hour;
    int witnesses;
    int driverAge;
    int vehicleYears;
    int policyMonths;
    int premium;
    int priorClaims;
    int daysToReport;
    double amount;

    private ClaimDraft() {}

    static ClaimDraft honest(Random random) {
        ClaimDraft draft = new ClaimDraft();
        draft.type = Chance.pick(random, ClaimType.values(), 45, 18, 12, 12, 8, 5);
        draft.vehicle = Chance.pick(random, VEHICLES, 38, 22, 18, 8, 6, 8);
        draft.region = Chance.pick(random, REGIONS, 24, 15, 17, 14, 16, 14);
        draft.driverAge = (int) Math.max(18, Math.min(90, Chance.normal(random, 46, 15)));
        draft.vehicleYears = Chance.exponential(random, 7, 30);
        draft.policyMonths = Chance.exponential(random, 48, 360);
        draft.priorClaims = Chance.poisson(random, 0.6);
        draft.premium = (int) (Chance.logNormal(random, 480, 0.25)
                * (draft.luxurious() ? 1.9 : 1)
                * (draft.driverAge < 26 ? 1.6 : 1)
                * (1 + 0.12 * draft.priorClaims));
        draft.hour = Chance.happens(random, 0.85) ? Chance.between(random, 7, 20) : Chance.between(random, 0, 23);
        draft.witnesses = Chance.poisson(random, draft.type == ClaimType.COLLISION ? 0.9 : 0.3);
        draft.policeReport = Chance.happens(random, draft.type.policeProbability);
        draft.partnerGarage = Chance.happens(random, 0.68);
        draft.daysToReport = Chance.exponential(random, draft.type == ClaimType.THEFT ? 2 : 4, 120);
        draft.amount = Chance.logNormal(random, draft.type.medianAmount, 0.55) * (draft.luxurious() ? 1.7 : 1);
        return draft;
    }

    boolean luxurious() {
        return vehicle.equals("luxury");
    }

    /** The claim as a line of the table, with the gaps and the untidy spelling of one. */
    String toCsv(int number, boolean fraud, Random random) {
        return String.join(
                ",",
                String.format(Locale.ROOT, "C%05d", number),
                spelled(type.name().toLowerCase(Locale.ROOT), random),
                spelled(vehicle, random),
                region,
                gap(partnerGarage ? "partner" : "own", 0.02, "", random),
                gap(policeReport ? "yes" : "no", 0.06, "", random),
                gap(Integer.toString(hour), 0.05, "NaN", random),
                gap(Integer.toString(witnesses), 0.08, "NaN", random),
                gap(Integer.toString(driverAge), 0.01, "NaN", random),
                gap(Integer.toString(vehicleYears), 0.03, "NaN", random),
                Integer.toString(policyMonths),
                gap(Integer.toString(premium), 0.01, "NaN", random),
                Integer.toString(priorClaims),
                gap(Integer.toString(daysToReport), 0.02, "NaN", random),
                Long.toString(Math.round(amount)),
                fraud ? "1" : "0");
    }

    private static String gap(String value, double probability, String missing, Random random) {
        return Chance.happens(random, probability) ? missing : value;
    }

    private static String spelled(String value, Random random) {
        return Chance.happens(random, 0.02) ? value.toUpperCase(Locale.ROOT) : value;
    }
}
