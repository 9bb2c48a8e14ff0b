using System.Reflection;
using Budstikke.Distribution;
using Budstikke.Storage;

namespace Budstikke.Commands;

/// <summary>What a node is, in one line: the first and the last of its log.</summary>
internal static class Nameplate
{
    private static readonly string s_version = typeof(Nameplate)
        .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
        .InformationalVersion;

    public static string Of(IServiceProvider services)
    {
        var channels = services.GetRequiredService<Channels>();
        var real = channels.All.Select(one => $"{one.Name} {channels.Reality(one)}".ToLowerInvariant());
        return $"Budstikke {s_version}, database {services.GetRequiredService<Database>().Dialect.Place}, key "
            + $"{services.GetRequiredService<Secrets>().Shown}, channels {string.Join(", ", real)}";
    }
}
