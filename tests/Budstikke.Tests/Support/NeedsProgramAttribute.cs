namespace Budstikke.Tests.Support;

/// <summary>A fact that runs programs of the system; skipped with the name of the one that is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsProgramAttribute : FactAttribute
{
    public NeedsProgramAttribute(params string[] programs) =>
        Skip = programs.FirstOrDefault(program => !IsOnPath(program)) is { } missing
            ? $"{missing} is not installed"
            : null;

    public static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, program)));
}
