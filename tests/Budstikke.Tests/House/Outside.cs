using System.Reflection;

namespace Budstikke.Tests.House;

/// <summary>What pure code must not touch: the machine's clock, files, network, processes and chance.</summary>
internal static class Outside
{
    private static readonly Type[] s_types =
    [
        typeof(File),
        typeof(FileInfo),
        typeof(FileStream),
        typeof(Directory),
        typeof(DirectoryInfo),
        typeof(Random),
        typeof(System.Diagnostics.Process),
        typeof(System.Diagnostics.Stopwatch),
        typeof(Thread),
        typeof(TimeProvider),
        typeof(Console),
    ];

    /// <summary>What of it a type knows, by name.</summary>
    public static IEnumerable<string> KnownTo(Type type)
    {
        var knowledge = Knowledge.Of(type);
        return knowledge
            .Types.Where(IsOutside)
            .Select(known => known.FullName!)
            .Concat(
                knowledge
                    .Methods.Where(AsksTheEnvironment)
                    .Select(method => $"{method.DeclaringType!.FullName}.{method.Name}")
            );
    }

    public static bool IsOutside(Type type) =>
        s_types.Contains(type) || type.Namespace?.StartsWith("System.Net", StringComparison.Ordinal) == true;

    // The compiler's own iterators ask for the thread.
    private static bool AsksTheEnvironment(MethodBase method) =>
        method.DeclaringType == typeof(Environment) && method.Name != "get_CurrentManagedThreadId";

    /// <summary>A call whose answer is the machine's own time.</summary>
    public static bool IsMachineClock(MethodBase method) =>
        IsTimeProvider(method)
        || (method.DeclaringType == typeof(DateTime) && method.Name is "get_Now" or "get_UtcNow" or "get_Today")
        || (method.DeclaringType == typeof(DateTimeOffset) && method.Name is "get_Now" or "get_UtcNow")
        || (
            method.DeclaringType == typeof(Guid)
            && method.Name == nameof(Guid.CreateVersion7)
            && method.GetParameters().Length == 0
        );

    /// <summary>The one clock that the root may hand to the rooms.</summary>
    public static bool IsTimeProvider(MethodBase method) =>
        method.DeclaringType == typeof(TimeProvider) && method.Name == "get_System";
}
