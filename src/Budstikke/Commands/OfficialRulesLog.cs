using Budstikke.Invoicing;

namespace Budstikke.Commands;

/// <summary>
/// What a node says of the official rules at its start. They are compiled here, before it takes work.
/// </summary>
internal static class OfficialRulesLog
{
    public static void Write(OfficialRules rules, ILogger log)
    {
        if (rules.Validator is not { } validator)
        {
            log.LogInformation(
                "No official rules are set (Peppol__Rules): outgoing documents are checked by our own alone"
            );
            return;
        }
        foreach (var set in validator.RuleSets)
            log.LogInformation(
                "Outgoing documents are checked by {Rules}, {Count} rules, SHA-256 {Hash}{Only}",
                OfficialRules.NameOf(set),
                set.Assertions,
                set.Sha256,
                set.IsPeppol ? ", where they travel over Peppol" : ""
            );
    }
}
