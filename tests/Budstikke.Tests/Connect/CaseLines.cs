using System.Text.RegularExpressions;

namespace Budstikke.Tests.Connect;

/// <summary>The lines of a table of cases. One that ends in a backslash goes on in the next, whose indentation does not
/// count.</summary>
internal static partial class CaseLines
{
    public static string[] Of(string table) => Continuation().Replace(table, "").Split('\n');

    [GeneratedRegex(@"\\\n *")]
    private static partial Regex Continuation();
}
