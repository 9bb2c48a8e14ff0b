namespace Budstikke.Tests.Support;

/// <summary>A fact that needs a real Postfix; skipped with the reason where none can run.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsPostfixAttribute : FactAttribute
{
    private static readonly string[] Programs = ["/usr/sbin/postfix", "/usr/lib/postfix/sbin/smtpd"];

    public NeedsPostfixAttribute() => Skip = Missing;

    /// <param name="program">Something else on the PATH that the test needs, with the same name in Debian.</param>
    public NeedsPostfixAttribute(string program) =>
        Skip =
            Missing
            ?? (NeedsProgramAttribute.IsOnPath(program) ? null : $"{program} is not installed (Debian: {program})");

    /// <summary>What is missing for a Postfix of our own; null when nothing is.</summary>
    public static string? Missing =>
        Programs.FirstOrDefault(program => !File.Exists(program)) is { } absent
            ? $"{absent} is not installed (Debian: postfix)"
        : !Environment.IsPrivilegedProcess ? "Postfix must be started by root"
        : null;
}
