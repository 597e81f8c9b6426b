using System.Data;
using System.Globalization;
using Dapper;

namespace NewsBot.Newsroom.Store;

/// <summary>Instants are bigint Unix milliseconds, UTC: SQLite has no type for them, and Npgsql refuses an offset.</summary>
internal sealed class UnixMilliseconds : SqlMapper.TypeHandler<DateTimeOffset>
{
    public override DateTimeOffset Parse(object value) =>
        DateTimeOffset.FromUnixTimeMilliseconds(Convert.ToInt64(value, CultureInfo.InvariantCulture));

    public override void SetValue(IDbDataParameter parameter, DateTimeOffset value)
    {
        parameter.DbType = DbType.Int64;
        parameter.Value = value.ToUnixTimeMilliseconds();
    }
}
