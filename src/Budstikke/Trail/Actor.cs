namespace Budstikke.Trail;

/// <summary>Who does something.</summary>
/// <param name="By"><c>person:NAME</c> on the command line, <c>user:ID</c> in the console, <c>token:NAME</c> over HTTP,
/// or <c>system</c>.</param>
/// <param name="Place">The machine, or the address that a user called from; null where nobody knows.</param>
/// <param name="Reason">What the person said it was for; null where nothing was asked.</param>
internal sealed record Actor(string By, string? Place = null, string? Reason = null)
{
    private const string Person = "person:";
    private const string User = "user:";

    public static Actor System { get; } = new("system");

    /// <summary>Whoever runs this command.</summary>
    public static Actor AtTerminal { get; } = new(Person + Environment.UserName, Environment.MachineName);

    public static Actor OfUser(string userId, string? address, string? reason = null) =>
        new(User + userId, address, reason);

    /// <summary>A person decided it, at a terminal or in the console.</summary>
    public static bool IsPerson(string by) =>
        by.StartsWith(Person, StringComparison.Ordinal) || by.StartsWith(User, StringComparison.Ordinal);
}
