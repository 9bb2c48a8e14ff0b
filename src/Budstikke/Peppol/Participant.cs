using System.Text.RegularExpressions;

namespace Budstikke.Peppol;

/// <summary>Who takes part in Peppol, by a scheme of four digits and a number in it.</summary>
internal static partial class Participant
{
    /// <summary>As the look-up needs it: <c>0192:991825827</c>, in lower case; null where it is none.</summary>
    public static string? Parse(string text) => Form().IsMatch(text.Trim()) ? text.Trim().ToLowerInvariant() : null;

    /// <summary>The identifier of 135 characters that the policy allows (POLICY 1), less the scheme.</summary>
    [GeneratedRegex(@"\A[0-9]{4}:[A-Za-z0-9._~@:-]{1,130}\z")]
    private static partial Regex Form();
}
