using Budstikke.Support;

namespace Budstikke.Tests.Support;

/// <summary>A fact about a file beside the repository; skipped with its name where it does not lie.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsSharedAttribute : FactAttribute
{
    public NeedsSharedAttribute(string file) =>
        Skip = RepositoryFolder.Shared(file) is not null ? null : $"../shared/{file} is missing";
}
