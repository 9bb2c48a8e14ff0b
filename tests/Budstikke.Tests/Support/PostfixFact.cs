namespace Budstikke.Tests.Support;

/// <summary>A fact that needs a real Postfix; skipped with the reason where none can run.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsPostfixAttribute : FactAttribute
{
    private static readonly string[] Programs = ["/usr/sbin/postfix", "/usr/lib/postfix/sbin/smtpd"];

    public NeedsPostfixAttribute() => Skip = Missing;

    /// <summary>What is missing for a Postfix of our own; null when nothing is.</summary>
    public static string? Missing =>
        Programs.FirstOrDefault(program => !File.Exists(program)) is { } absent
            ? $"{absent} is not installed (Debian: postfix)"
        : !Environment.IsPrivilegedProcess ? "Postfix must be started by root"
        : null;
}
