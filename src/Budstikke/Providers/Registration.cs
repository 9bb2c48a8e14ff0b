using Budstikke.Storage;

namespace Budstikke.Providers;

internal static class Registration
{
    /// <summary>The providers whose settings are given.</summary>
    /// <exception cref="SettingRefusedException">A setting is wrong; the message names it.</exception>
    public static IServiceCollection AddProviders(this IServiceCollection services, IConfiguration settings)
    {
        string[] reasons = [.. ProviderList.All.SelectMany(provider => provider.SetUp(services, settings))];
        return reasons.Length == 0
            ? services
            : throw new SettingRefusedException(string.Join(Environment.NewLine, reasons));
    }
}
